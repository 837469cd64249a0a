/* Stands for a Boost library among a plugin's NEEDED. */
int boost_pretended(void);
int boost_pretended(void) { return 1; }
