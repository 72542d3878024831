import asyncio
import asyncio.subprocess


# All input first, on an event loop: it stops polling the filter's output when its buffer is full.
async def main():
    child = await asyncio.create_subprocess_exec(
        "role", "child", "cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    child.stdin.write(bytes(8 << 20))
    await child.stdin.drain()
    await child.stdout.read()


asyncio.run(main())
