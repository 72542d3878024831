import asyncio
import asyncio.subprocess


# Polls the pipes of two quiet children.
async def main():
    children = [await asyncio.create_subprocess_exec(
        "role", f"child{i}", "sleep", "infinity", stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE) for i in range(2)]
    await asyncio.gather(*[child.communicate() for child in children])


asyncio.run(main())
