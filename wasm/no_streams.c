/* A page has no streams. The C library would write messages about what it cannot print to stderr,
   which takes three imports that a page would have to give; these definitions come before its own. */
#include <stdio.h>
#include <stdlib.h>

#undef stderr
char __stderr_FILE[256];  /* what refers to it hands it to the functions below */
FILE *const stderr = 0;

int fputs(const char *text, FILE *stream) {
  (void)text, (void)stream;
  return EOF;
}

int fprintf(FILE *stream, const char *format, ...) {
  (void)stream, (void)format;
  return -1;
}

_Noreturn void abort_message(const char *format, ...) {
  (void)format;
  abort();
}
