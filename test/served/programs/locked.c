#include <stdio.h>
#include <string.h>
#include <fcntl.h>
#include <sys/file.h>

int main(int count, char **words) {
  static char text[1 << 20], lock[4096], name[4096];
  size_t size = fread(text, 1, sizeof text, stdin);
  snprintf(lock, sizeof lock, "%s.lock", words[1]);
  snprintf(name, sizeof name, "%s.tmp", words[1]);
  int held = open(lock, O_WRONLY | O_CREAT, 0644);
  if (held < 0 || flock(held, LOCK_EX) != 0) return 1;
  FILE *file = fopen(name, "w");
  if (!file || fwrite(text, 1, size, file) != size || fclose(file) != 0) return 1;
  return rename(name, words[1]) != 0;
}
