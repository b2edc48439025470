#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int count, char **args) {
  char name[4096], data[65536];
  if (count < 2) return 2;
  snprintf(name, sizeof name, "%s.%d", args[1], getpid());
  ssize_t size = 0, got;
  while ((got = read(0, data + size, sizeof data - size)) > 0) size += got;
  int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0 || write(file, data, size) != size || close(file) != 0) return 1;
  return rename(name, args[1]) != 0;
}
