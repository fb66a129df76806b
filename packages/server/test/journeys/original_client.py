"""The original app's frames from another language: pair, message, ping, auth. Prints one JSON line with what it saw."""

import asyncio
import json
import sys

import websockets


async def receive(socket, wanted):
    """Frames up to the first of the wanted kind, in order."""
    seen = []
    while True:
        frame = json.loads(await asyncio.wait_for(socket.recv(), 10))
        seen.append(frame)
        if wanted(frame):
            return seen


async def main():
    pairing = json.loads(sys.stdin.read())
    report = {}
    async with websockets.connect(pairing["websocket_url"]) as socket:
        await socket.send(json.dumps({
            "type": "pair",
            "session_id": pairing["session_id"],
            "temp_token": pairing["temp_token"],
            "device_info": {"device_name": "Python"},
        }))
        report["paired"] = (await receive(socket, lambda f: f["type"] == "auth_success"))[-1]
        await socket.send(json.dumps({"type": "message", "content": "list files"}))
        report["answer"] = await receive(
            socket, lambda f: f["type"] == "message" and f.get("role") == "assistant"
        )
        await socket.send(json.dumps({"type": "ping"}))
        await receive(socket, lambda f: f["type"] == "pong")
    async with websockets.connect(pairing["websocket_url"]) as socket:
        await socket.send(json.dumps({"type": "auth", "jwt_token": report["paired"]["jwt_token"]}))
        report["authenticated"] = (await receive(socket, lambda f: True))[-1]
    async with websockets.connect(pairing["websocket_url"]) as socket:
        await socket.send(json.dumps({"type": "auth", "jwt_token": "not.a.token"}))
        report["refused"] = await receive(socket, lambda f: f["type"] == "auth_error")
        try:
            await asyncio.wait_for(socket.recv(), 10)
        except websockets.ConnectionClosed as closed:
            report["closed"] = closed.code
    print(json.dumps(report))


asyncio.run(main())
