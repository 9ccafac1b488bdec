/*
 * A cryptographic device of GM/T 0018 made of OpenSSL: two SM2 keys, index 1 with the password "87654321", index 2 with "12345678".
 * Functions beginning with Double_ tell it to fail or to be slow, and what it saw.
 */
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEYS 2
#define OK 0
#define COMMFAIL 0x01000003
#define OPENSESSION 0x01000006
#define PARDENY 0x01000007
#define KEYNOTEXIST 0x01000008
#define SIGNERR 0x0100000D
#define PRKRERR 0x01000018
#define INARGERR 0x0100001D

typedef struct { uint32_t bits; uint8_t x[64]; uint8_t y[64]; } ECCrefPublicKey;
typedef struct { uint8_t r[64]; uint8_t s[64]; } ECCSignature;
typedef struct { int generation; int permitted[KEYS + 1]; int busy; } Session;

static const char *PASSWORDS[KEYS + 1] = {"", "87654321", "12345678"};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static EVP_PKEY *keys[KEYS + 1];
static int generation, devices, sessions, at_once, most_at_once, shared, signatures, denials, session_limit = 1000;
static int failing_calls, failing_code, delay_ms, corrupt;

void Double_Fail(int calls, int code) { failing_calls = calls; failing_code = code; }
void Double_Delay(int ms) { delay_ms = ms; }
void Double_Corrupt(int on) { corrupt = on; }
void Double_SessionLimit(int limit) { session_limit = limit; }
/* Changes the password of index 1. */
void Double_Password(const char *password) { PASSWORDS[1] = strdup(password); }
/* Ends all sessions, as a device does that was restarted. */
void Double_Restart(void) { generation++; }
int Double_Devices(void) { return devices; }
int Double_Sessions(void) { return sessions; }
int Double_MostAtOnce(void) { return most_at_once; }
int Double_Denials(void) { return denials; }
int Double_Shared(void) { return shared; }
int Double_Signatures(void) { return signatures; }

int SDF_OpenDevice(void **device) {
  pthread_mutex_lock(&lock);
  for (int i = 1; i <= KEYS; i++)
    if (!keys[i]) keys[i] = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
  devices++;
  pthread_mutex_unlock(&lock);
  *device = &keys;
  return OK;
}

int SDF_CloseDevice(void *device) {
  (void)device;
  devices--;
  return OK;
}

int SDF_OpenSession(void *device, void **session) {
  if (device != &keys) return INARGERR;
  pthread_mutex_lock(&lock);
  int full = sessions >= session_limit;
  if (!full) sessions++;
  pthread_mutex_unlock(&lock);
  if (full) return OPENSESSION;
  Session *made = calloc(1, sizeof *made);
  made->generation = generation;
  *session = made;
  return OK;
}

int SDF_CloseSession(void *session) {
  pthread_mutex_lock(&lock);
  sessions--;
  pthread_mutex_unlock(&lock);
  free(session);
  return OK;
}

int SDF_GetPrivateKeyAccessRight(void *session, uint32_t index, uint8_t *password, uint32_t length) {
  Session *s = session;
  if (s->generation != generation) return COMMFAIL;
  if (index < 1 || index > KEYS) return KEYNOTEXIST;
  if (length != strlen(PASSWORDS[index]) || memcmp(password, PASSWORDS[index], length)) return denials++, PARDENY;
  s->permitted[index] = 1;
  return OK;
}

int SDF_ExportSignPublicKey_ECC(void *session, uint32_t index, ECCrefPublicKey *out) {
  (void)session;
  if (index < 1 || index > KEYS) return KEYNOTEXIST;
  uint8_t point[65];
  size_t length;
  EVP_PKEY_get_octet_string_param(keys[index], OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, point, sizeof point, &length);
  memset(out, 0, sizeof *out);
  out->bits = 256;
  memcpy(out->x + 32, point + 1, 32);
  memcpy(out->y + 32, point + 33, 32);
  return length == 65 ? OK : SIGNERR;
}

static int sign(EVP_PKEY *key, const uint8_t *digest, ECCSignature *out) {
  uint8_t der[80];
  size_t length = sizeof der;
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
  int done = EVP_PKEY_sign_init(context) > 0 && EVP_PKEY_sign(context, der, &length, digest, 32) > 0;
  EVP_PKEY_CTX_free(context);
  if (!done) return SIGNERR;
  const uint8_t *at = der;
  ECDSA_SIG *value = d2i_ECDSA_SIG(NULL, &at, (long)length);
  memset(out, 0, sizeof *out);
  BN_bn2binpad(ECDSA_SIG_get0_r(value), out->r, 64);
  BN_bn2binpad(ECDSA_SIG_get0_s(value), out->s, 64);
  ECDSA_SIG_free(value);
  return OK;
}

int SDF_InternalSign_ECC(void *session, uint32_t index, uint8_t *digest, uint32_t length, ECCSignature *out) {
  Session *s = session;
  pthread_mutex_lock(&lock);
  int failure = failing_calls > 0 ? (failing_calls--, failing_code) : OK;
  if (s->busy++) shared++;
  if (++at_once > most_at_once) most_at_once = at_once;
  pthread_mutex_unlock(&lock);
  if (delay_ms) usleep((useconds_t)delay_ms * 1000);
  int code = failure;
  if (!code && s->generation != generation) code = COMMFAIL;
  if (!code && (index < 1 || index > KEYS)) code = KEYNOTEXIST;
  if (!code && !s->permitted[index]) code = PRKRERR;
  if (!code && length != 32) code = INARGERR;
  if (!code) code = sign(keys[index], digest, out);
  if (!code && corrupt) out->s[63] ^= 1;
  pthread_mutex_lock(&lock);
  if (!code) signatures++;
  s->busy--;
  at_once--;
  pthread_mutex_unlock(&lock);
  return code;
}
