/* quiet: a child that is there, and does nothing until it is killed; linked statically, as `nothing` is. */
#include <unistd.h>

int main(void)
{
	for (;;)
		pause();
}
