"""Live sessions over real sockets, by a client of its own: handshake, WebSocket frames and MessagePack are written here
byte by byte, so that nothing of the program reads what the program wrote."""
import os
import socket
import struct
import sys
import time

from served import Server
from world import Failed, expect, main

KEY = "dGhlIHNhbXBsZSBub25jZQ=="          # of RFC 6455, with the answer that it gives
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
MODEL = """schemaVersion: 1
grid: {bins: 4, binSize: 1, binUnit: hours}
nodes:
  - {id: arrivals, kind: const, values: [10]}
  - {id: served, kind: expr, expr: "arrivals * 0.5"}
"""


# --- MessagePack ----------------------------------------------------------------------------------

def packed(value):
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return bytes([value]) if 0 <= value < 128 else b"\xd3" + struct.pack(">q", value)
    if isinstance(value, float):
        return b"\xcb" + struct.pack(">d", value)
    if isinstance(value, str):
        data = value.encode()
        return b"\xdb" + struct.pack(">I", len(data)) + data
    if isinstance(value, list):
        return b"\xdd" + struct.pack(">I", len(value)) + b"".join(map(packed, value))
    return b"\xdf" + struct.pack(">I", len(value)) + b"".join(packed(k) + packed(v) for k, v in value.items())


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        expect(self.at + size <= len(self.data), "the MessagePack ends too early")
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, form):
        return struct.unpack(">" + form, self.take(struct.calcsize(form)))[0]

    def value(self):
        first = self.number("B")
        if first < 0x80:
            return first
        if first >= 0xe0:
            return first - 256
        if first < 0x90:
            return self.map(first & 15)
        if first < 0xa0:
            return [self.value() for _ in range(first & 15)]
        if first < 0xc0:
            return self.take(first & 31).decode()
        simple = {0xc0: None, 0xc2: False, 0xc3: True}
        if first in simple:
            return simple[first]
        forms = {0xca: "f", 0xcb: "d", 0xcc: "B", 0xcd: "H", 0xce: "I", 0xcf: "Q", 0xd0: "b", 0xd1: "h", 0xd2: "i", 0xd3: "q"}
        if first in forms:
            return self.number(forms[first])
        sized = {0xc4: ("B", bytes), 0xc5: ("H", bytes), 0xc6: ("I", bytes), 0xd9: ("B", str), 0xda: ("H", str), 0xdb: ("I", str)}
        if first in sized:
            form, kind = sized[first]
            data = self.take(self.number(form))
            return data.decode() if kind is str else data
        if first in (0xdc, 0xdd):
            return [self.value() for _ in range(self.number("H" if first == 0xdc else "I"))]
        expect(first in (0xde, 0xdf), "no MessagePack begins with %02x" % first)
        return self.map(self.number("H" if first == 0xde else "I"))

    def map(self, count):
        return {self.value(): self.value() for _ in range(count)}


def unpacked(data):
    reader = Reader(data)
    value = reader.value()
    expect(reader.at == len(data), "%d bytes behind the MessagePack" % (len(data) - reader.at))
    return value


# --- WebSocket ------------------------------------------------------------------------------------

MASK = b"\x37\xfa\x21\x3d"


def ws_frame(opcode, payload, final=True, mask=MASK):
    length = len(payload)
    head = bytes([(0x80 if final else 0) | opcode])
    marked = 0x80 if mask else 0
    if length < 126:
        head += bytes([marked | length])
    elif length < 65536:
        head += bytes([marked | 126]) + struct.pack(">H", length)
    else:
        head += bytes([marked | 127]) + struct.pack(">Q", length)
    if not mask:
        return head + payload
    repeated = (mask * (length // 4 + 1))[:length]
    return head + mask + (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(length, "big")


class Client:
    def __init__(self, port, fields="", path="/v1/engine/session", host="127.0.0.1", expects=101):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.sendall(("GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n%s\r\n"
                             % (path, host, KEY, fields)).encode())
        self.read = self.socket.makefile("rb")
        self.status = int(self.read.readline().split()[1])
        self.fields = {}
        for line in iter(self.read.readline, b"\r\n"):
            expect(line, "the handshake ends too early")
            name, value = line.decode().split(":", 1)
            self.fields[name.lower()] = value.strip()
        expect(self.status == expects, "the handshake is answered with %d, not %d" % (self.status, expects))

    def send(self, data):
        self.socket.sendall(data)

    def frame(self):
        """(opcode, payload) of the next frame, which is whole and not masked."""
        head = self.read.read(2)
        expect(len(head) == 2, "the server is gone without a word")
        expect(head[0] & 0x70 == 0 and head[0] & 0x80 and not head[1] & 0x80, "a frame begins with %s" % head.hex())
        length = head[1]
        if length == 126:
            length = struct.unpack(">H", self.read.read(2))[0]
            expect(length >= 126, "a length in a form longer than needed")
        elif length == 127:
            length = struct.unpack(">Q", self.read.read(8))[0]
            expect(length >= 65536, "a length in a form longer than needed")
        payload = self.read.read(length)
        expect(len(payload) == length, "a frame ends too early")
        return head[0] & 15, payload

    def answer(self):
        opcode, message = self.frame()
        expect(opcode == 2, "opcode %d instead of a binary message: %r" % (opcode, message[:80]))
        expect(struct.unpack(">I", message[:4])[0] == len(message) - 4, "the 4 bytes of length are wrong")
        return unpacked(message[4:])

    @staticmethod
    def request(method, params=None):
        data = packed({"method": method} if params is None else {"method": method, "params": params})
        return struct.pack(">I", len(data)) + data

    def call(self, method, params=None):
        self.send(ws_frame(2, self.request(method, params)))
        return self.answer()

    def closed(self, code, reason):
        """The next frame is this close, then the connection ends."""
        opcode, payload = self.frame()
        expect(opcode == 8, "opcode %d instead of a close: %r" % (opcode, payload[:80]))
        got = struct.unpack(">H", payload[:2])[0], payload[2:].decode()
        expect(got == (code, reason), "closed with %s, not %s" % (got, (code, reason)))
        expect(self.read.read(1) == b"", "something follows the close")
        self.socket.close()

    def leave(self):
        self.read.close()
        self.socket.close()


def health(server):
    return server.ask("GET", "/v1/engine/session/health")[1]


def wait_for_sessions(server, count):
    while health(server)["activeSessions"] != count:
        time.sleep(0.01)       # only ever a moment: the World's alarm ends what never comes


# --- tests ----------------------------------------------------------------------------------------

def handshake_and_bytes(world):
    server = Server(world)
    client = Client(server.port)
    expect(client.fields["sec-websocket-accept"] == ACCEPT, "Sec-WebSocket-Accept: %s" % client.fields)
    expect(client.fields["upgrade"] == "websocket" and client.fields["connection"].lower() == "upgrade", "%s" % client.fields)
    # The two requests of the contract, with every byte of question and answer.
    client.send(ws_frame(2, struct.pack(">I", 19) + b"\x81\xa6method\xaaget_params"))
    opcode, message = client.frame()
    expect(opcode == 2 and unpacked(message[4:])["error"]["code"] == "not_compiled", "%r" % message)
    result = client.call("compile", {"yaml": MODEL})["result"]
    expect(result["series"] == {"arrivals": [10.0] * 4, "served": [5.0] * 4}, "%s" % result["series"])
    expect(result["bins"] == 4 and result["grid"] == {"bins": 4, "binSize": 1, "binUnit": "hours"}, "%s" % result["grid"])
    expect(result["params"][0]["id"] == "arrivals" and result["params"][0]["kind"] == "ConstNode"
           and result["params"][0]["default"] == 10.0, "%s" % result["params"])
    expect({"id": "served", "kind": "expr"} in result["graph"]["nodes"], "%s" % result["graph"])
    client.send(ws_frame(2, Client.request("get_series", {"names": ["served", "nothing"]})))
    opcode, message = client.frame()
    five = b"\xcb" + struct.pack(">d", 5.0)
    inside = b"\x81\xa6result\x81\xa6series\x81\xa6served\x94" + five * 4
    expect(message == struct.pack(">I", len(inside)) + inside, "the bytes of get_series: %s" % message.hex())
    changed = client.call("eval", {"overrides": {"arrivals": 80, "nobody": 1}})["result"]
    expect(changed["series"]["served"] == [40.0] * 4 and changed["evaluated"] >= 1, "%s" % changed)
    expect(isinstance(changed["elapsed_us"], int) and changed["warnings"] == [], "%s" % changed)
    expect(client.call("eval", {"overrides": {}})["result"]["series"]["served"] == [5.0] * 4, "eval is not relative to the text")
    expect(client.call("frobnicate")["error"]["code"] == "unknown_method", "a method that is not there")
    expect(client.call("validate_schema", {"yaml": MODEL})["result"] == {"is_valid": True, "errors": []}, "validate_schema")
    expect(client.call("compile", {"yaml": "nodes: 3"})["error"]["code"] == "compile_error", "a text that is not a model")
    client.send(ws_frame(8, struct.pack(">H", 1000)))
    client.closed(1000, "client_closed")
    wait_for_sessions(server, 0)
    server.stop()


def fragments_and_pings(world):
    server = Server(world)
    client = Client(server.port)
    request = Client.request("compile", {"yaml": MODEL})
    # One request in many messages and frames, a ping between each, every byte by itself.
    for i in range(len(request)):
        part = request[i:i + 1]
        client.send(ws_frame(2, part[:0], final=False) + ws_frame(9, b"p%d" % i) + ws_frame(0, part))
    pongs = 0
    while True:
        opcode, payload = client.frame()
        if opcode == 10:
            expect(payload == b"p%d" % pongs, "pong %r" % payload)
            pongs += 1
        else:
            expect(opcode == 2 and "result" in unpacked(payload[4:]), "%d %r" % (opcode, payload))
            break
    while pongs < len(request):
        opcode, payload = client.frame()
        expect((opcode, payload) == (10, b"p%d" % pongs), "%d %r" % (opcode, payload))
        pongs += 1
    # Several requests in one message are answered in their order.
    client.send(ws_frame(2, Client.request("get_params") + Client.request("nothing") + Client.request("get_series")))
    expect("params" in client.answer()["result"], "the first of three")
    expect(client.answer()["error"]["code"] == "unknown_method", "the second of three")
    expect("series" in client.answer()["result"], "the third of three")
    client.send(ws_frame(10, b"nobody asked"))
    expect("result" in client.call("get_params"), "after a pong")
    client.leave()
    wait_for_sessions(server, 0)
    server.stop()
    return "%d fragments with a ping each" % len(request)


def close_codes(world):
    server = Server(world)
    rows = [("text", ws_frame(1, b"{}"), 1003, "text_frames_not_supported"),
            ("no mask", ws_frame(2, b"abcd", mask=b""), 1002, "protocol_error"),
            ("a reserved bit", b"\xc2\x80" + MASK, 1002, "protocol_error"),
            ("an unknown opcode", ws_frame(3, b""), 1002, "protocol_error"),
            ("a continuation of nothing", ws_frame(0, b"x"), 1002, "protocol_error"),
            ("64 MiB and 1", b"\x82\xff" + struct.pack(">Q", (64 << 20) + 1) + MASK, 1009, "message_too_big"),
            ("close", ws_frame(8, struct.pack(">H", 1001) + b"bye"), 1000, "client_closed"),
            ("close without a code", ws_frame(8, b""), 1000, "client_closed"),
            ("close with a code that is never sent", ws_frame(8, struct.pack(">H", 1006)), 1002, "protocol_error")]
    for name, sent, code, reason in rows:
        client = Client(server.port)
        client.send(sent)
        try:
            client.closed(code, reason)
        except Failed as failure:
            raise Failed("%s: %s" % (name, failure))
    # A length that cannot be is answered, then the session ends: where the next frame begins is not known.
    for length in (0, (64 << 20) + 1, 0xffffffff):
        client = Client(server.port)
        client.send(ws_frame(2, struct.pack(">I", length)))
        expect(client.answer()["error"]["code"] == "protocol_error", "a frame of %d bytes" % length)
        client.closed(1002, "protocol_error")
    # A frame that is not MessagePack is answered, and the session goes on.
    client = Client(server.port)
    client.send(ws_frame(2, struct.pack(">I", 4) + b"\xc1\xc1\xc1\xc1"))
    expect(client.answer()["error"]["code"] == "protocol_error", "garbage")
    expect("result" in client.call("compile", {"yaml": MODEL}), "after garbage")
    # The server's end is told.
    waiting = Client(server.port)
    server.process.terminate()
    waiting.closed(1001, "server_stopping")
    client.closed(1001, "server_stopping")
    code, _, err = world.end(server.process)
    expect(code == 0, "the server ended with %s: %s" % (code, err))
    return "%d closes" % (len(rows) + 5)


def limits_and_idleness(world):
    server = Server(world, env={"FLOWTIME_MAX_SESSIONS": "2", "FLOWTIME_SESSION_IDLE_SECONDS": "1",
                                "FLOWTIME_SESSIONS_BYTES": "8000000"})
    told = health(server)
    expect(told["available"] and told["limits"]["maxSessions"] == 2 and told["limits"]["idleSeconds"] == 1
           and told["limits"]["maxSessionsBytes"] == 8000000, "%s" % told)
    first, second = Client(server.port), Client(server.port)
    wait_for_sessions(server, 2)
    Client(server.port).closed(1013, "too_many_sessions")
    second.leave()
    wait_for_sessions(server, 1)
    big = MODEL.replace("bins: 4", "bins: 2000000")
    refused = first.call("compile", {"yaml": big})["error"]
    expect(refused["code"] == "compile_error" and refused["errors"][0]["code"] == "not_enough_memory", "%s" % refused)
    # Half a frame that grows and grows.
    first.send(ws_frame(2, struct.pack(">I", 64 << 20) + bytes(4 << 20)))
    first.closed(1013, "memory_full")
    wait_for_sessions(server, 0)
    expect(health(server)["bytes"] == 0, "bytes stay behind: %s" % health(server))
    Client(server.port).closed(1001, "idle")
    server.stop()
    none = Server(world, env={"FLOWTIME_MAX_SESSIONS": "0"})
    expect(health(none)["available"] is False, "%s" % health(none))
    Client(none.port).closed(1001, "engine_unavailable")
    none.stop()


def a_thousand_idle(world):
    server = Server(world)
    count = 100 if os.environ.get("FT_SANITIZED") else 1000

    def resident():
        with open("/proc/%d/status" % server.process.pid) as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    before = resident()
    clients = [Client(server.port) for _ in range(count)]
    wait_for_sessions(server, count)
    each = (resident() - before) / count
    expect(each < 64, "an idle session takes %.0f KiB" % each)
    for client in (clients[0], clients[-1]):
        expect("result" in client.call("compile", {"yaml": MODEL}), "a session among a thousand")
    if count == 1000:
        Client(server.port).closed(1013, "too_many_sessions")
    expect(server.ask("GET", "/healthz")[0] == 200, "the server answers others")
    for client in clients:
        client.leave()
    wait_for_sessions(server, 0)
    server.stop()
    return "%d sessions of %.1f KiB" % (count, each)


def garbage_and_half_frames(world):
    server = Server(world)
    files = server.open_files()
    seed = 20260105
    for round_ in range(200):
        client = Client(server.port)
        parts = []
        for _ in range(8):
            seed = (seed * 6364136223846793005 + 1442695040888963407) % 2 ** 64
            length = (seed >> 33) % 40
            noise = seed.to_bytes(8, "big") * 5
            kind = (seed >> 20) % 4
            if kind == 0:
                parts.append(noise[:length])
            elif kind == 1:
                parts.append(ws_frame(2, noise[:length]))
            elif kind == 2:
                parts.append(ws_frame(2, struct.pack(">I", length + 1) + noise[:length + 1]))
            else:
                request = Client.request("compile", {"yaml": MODEL})
                parts.append(ws_frame(2, request[:length]))
        try:
            client.send(b"".join(parts))
        except OSError:
            pass
        client.leave()
    wait_for_sessions(server, 0)
    client = Client(server.port)
    expect("result" in client.call("compile", {"yaml": MODEL}), "a session after garbage")
    client.leave()
    # Values of MessagePack that claim more than they hold, and nests of lists.
    for evil in (b"\xdd\xff\xff\xff\xff", b"\x91" * 100000, b"\xdf\xff\xff\xff\xff\x00", b"\xdb\xff\xff\xff\xffa"):
        client = Client(server.port)
        client.send(ws_frame(2, struct.pack(">I", len(evil)) + evil))
        expect(client.answer()["error"]["code"] == "protocol_error", "%r" % evil[:8])
        client.leave()
    wait_for_sessions(server, 0)
    expect(health(server)["bytes"] == 0, "%s" % health(server))
    expect(server.open_files() <= files + 2, "%d files are open, %d were" % (server.open_files(), files))
    server.stop()
    return "200 clients of garbage"


def who_may_come(world):
    token = "a-token-of-more-than-16"
    server = Server(world, env={"FLOWTIME_API_TOKEN": token})
    bearer = "Authorization: Bearer %s\r\n" % token
    Client(server.port, expects=401)
    Client(server.port, fields="Authorization: Bearer another-token-of-this\r\n", expects=401)
    Client(server.port, fields=bearer + "Origin: https://elsewhere.example\r\n", expects=403)
    Client(server.port, fields=bearer, host="elsewhere.example", expects=421)
    Client(server.port, fields=bearer + "Sec-Fetch-Site: cross-site\r\n", expects=403)
    for origin in ("", "Origin: http://127.0.0.1:5173\r\n"):
        client = Client(server.port, fields=bearer + origin)
        expect("result" in client.call("compile", {"yaml": MODEL}), "with the token, from " + origin)
        client.leave()
    status, _, body = server.raw("GET", "/v1/engine/session", headers={"Host": "127.0.0.1", "Authorization": "Bearer " + token})
    expect((status, body) == (400, b"WebSocket request required"), "%s %r" % (status, body))
    wait_for_sessions_with(server, bearer, 0)
    server.stop()


def stored_series(server, run, series):
    """The values of a stored run, as its CSV has them."""
    status, _, text = server.raw("GET", "/v1/runs/%s/series/%s" % (run, series))
    expect(status == 200, "%d %r" % (status, text[:200]))
    return [float(row.split(",")[1]) for row in text.decode().splitlines()[1:]]


def models_by_name(world):
    """Opened on a template with values, and on a stored run: the values of the run, and its text to edit."""
    server = Server(world)
    made = {"templateId": "order-system", "parameters": {"paymentCapacity": 80}, "options": {"runId": "eighty"}}
    expect(server.ask("POST", "/v1/runs", made)[0] in (200, 201), "no run was made")
    queue = stored_series(server, "eighty", "payment_queue")
    client = Client(server.port)
    names = {"names": ["payment_queue"]}
    template = client.call("compile", {"templateId": "order-system", **names})["result"]
    expect(template["of"] == "template order-system", "%s" % template["of"])
    expect(template["series"]["payment_queue"] != queue, "72 is as 80")
    kinds = {one["id"]: one for one in template["params"]}
    expect(kinds["paymentCapacity"]["kind"] == "TemplateParameter" and kinds["paymentCapacity"]["default"] == 72.0, "%s" % kinds)
    changed = client.call("eval", {"overrides": {"paymentCapacity": 80}, **names})["result"]
    expect(changed["series"]["payment_queue"] == queue, "an override is not the run's value")
    filled = client.call("compile", {"templateId": "order-system", "parameters": {"paymentCapacity": 80}, **names})["result"]
    expect(filled["series"]["payment_queue"] == queue, "parameters are not the run's")
    run = client.call("compile", {"runId": "eighty", **names})["result"]
    expect(run["of"] == "run eighty" and run["series"]["payment_queue"] == queue and run["evaluated"] == 0, "%s" % run["of"])
    headline = server.ask("GET", "/v1/runs/eighty")[1]["headline"]
    expect(client.call("findings")["result"]["headline"]["text"] == headline["text"], "%s" % headline)
    # The text of what was opened can be edited: it is a plain model then.
    at = run["yaml"].index("80", run["yaml"].index("payment_capacity"))
    edited = client.call("compile", {"edits": [{"from": at, "to": at + 2, "text": "72"}], **names})["result"]
    expect(edited["of"] == "model" and edited["series"]["payment_queue"] == template["series"]["payment_queue"], "%s" % edited["of"])
    refused = [({"templateId": "order-sistem"}, "compile_error", "template_not_found"),
               ({"templateId": "order-system", "parameters": {"paymentCapacity": -1}}, "compile_error", "parameter_range"),
               ({"templateId": "order-system", "parameters": {"nobody": 1}}, "compile_error", "unknown_parameter"),
               ({"runId": "../eighty"}, "compile_error", "invalid_id"), ({"runId": "nobody"}, "compile_error", "run_not_found"),
               ({"runId": 3}, "invalid_params", "invalid_params"), ({"runId": "eighty", "yaml": MODEL}, "invalid_params", "invalid_params"),
               ({"runId": "eighty", "parameters": {}}, "invalid_params", "invalid_params"),
               ({"templateId": "order-system", "parameters": {"paymentCapacity": {}}}, "invalid_params", "invalid_params")]
    for params, code, inner in refused:
        error = client.call("compile", params)["error"]
        expect((error["code"], error["errors"][0]["code"]) == (code, inner), "%s: %s" % (params, error))
    expect(client.call("get_series", names)["result"]["series"] == edited["series"], "a refused name changed the model")
    client.leave()
    wait_for_sessions(server, 0)
    server.stop()
    return "%d refused" % len(refused)


def wait_for_sessions_with(server, bearer, count):
    name, value = bearer.strip().split(": ", 1)
    while server.ask("GET", "/v1/engine/session/health", headers={name: value})[1]["activeSessions"] != count:
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main([handshake_and_bytes, fragments_and_pings, close_codes, limits_and_idleness, a_thousand_idle,
                   garbage_and_half_frames, who_may_come, models_by_name], sys.argv[1]))
