# A pipeline whose rate is limited on purpose, to a hundred bytes a second.
role writer yes 'a line' | role meter pv -q -L 100 >/dev/null
