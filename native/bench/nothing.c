/* nothing: the smallest child there is; linked statically, so that exec is all it costs. */
int main(void)
{
	return 0;
}
