import asyncio
import asyncio.subprocess
import sys


# readline() refuses a line over its limit; who stops reading then, and waits, waits for ever.
async def main():
    child = await asyncio.create_subprocess_exec(
        "role", "child", "python3", "-c", "print('x' * 2097152)", stdout=asyncio.subprocess.PIPE)
    try:
        while await child.stdout.readline():
            pass
    except ValueError as too_long:
        print(too_long, file=sys.stderr)
    await child.wait()


asyncio.run(main())
