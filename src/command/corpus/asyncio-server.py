"""A server on asyncio that nobody calls, with a helper that it asks for each caller."""
import asyncio


async def main():
    helper = await asyncio.create_subprocess_exec(
        "role", "helper", "cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)

    async def call(reader, writer):
        helper.stdin.write(await reader.readline())
        writer.write(await helper.stdout.readline())
        writer.close()

    server = await asyncio.start_server(call, "127.0.0.1", 0)
    await server.serve_forever()


asyncio.run(main())
