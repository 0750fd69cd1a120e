#include <wchar.h>
#include <stdio.h>  // readline.h uses FILE without including it
#include <readline/readline.h>
#include <readline/history.h>

// The terminal cells of a character; the C library hides it from Swift.
int wcwidth(wchar_t character);
