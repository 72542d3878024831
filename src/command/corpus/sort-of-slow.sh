# sort prints nothing before its input has ended, and that comes from a search that takes its time.
role search sh -c 'echo one; sleep 300; echo two' | role sort sort | role reader cat
