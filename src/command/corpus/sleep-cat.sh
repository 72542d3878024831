role sleeper sleep infinity | role reader cat
