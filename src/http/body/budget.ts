/** Memory for uploads, shared by all requests, so that many slow ones together cannot take it all. */
export interface UploadBudget {
  /** Takes bytes; false when they are not there. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  /** Bytes taken now. */
  readonly taken: number;
}

/** @param total bytes */
export function createUploadBudget(total: number): UploadBudget {
  let taken = 0;
  return {
    take(bytes) {
      if (taken + bytes > total) return false;
      taken += bytes;
      return true;
    },
    give: (bytes) => void (taken -= bytes),
    get taken() {
      return taken;
    },
  };
}
