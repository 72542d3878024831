role writer dd if=/dev/zero bs=65536 status=none | role copier cat | role reader dd of=/dev/null bs=65536 status=none
