/** A part of the message table: error code → message in English and Chinese. */
export type Messages = Readonly<Record<string, { readonly en: string; readonly zh: string }>>;
