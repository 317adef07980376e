"""`flowtime serve` as a process of a World. For the tests beside this file."""
import http.client
import json
import os
import re
import time
import urllib.error
import urllib.request

from world import expect


class Server:
    """`flowtime serve` on a free port; a new one each time, on the same data root."""

    def __init__(self, world, *words, env=None):
        self.world = world
        self.process = world.start("serve", "--listen", "127.0.0.1:0", "--quiet", *words, env=env)
        self.url = None
        while self.url is None:
            expect(self.process.poll() is None, "the server ended: " + world.text(self.process.ft_err))
            found = re.search(r"http://127\.0\.0\.1:\d+", self.printed())
            self.url = found and found.group(0)

    def printed(self):
        # pread: reading must not move the place where the server writes on.
        return os.pread(self.process.ft_out.fileno(), 4096, 0).decode()

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    def ask(self, method, path, body=None, headers=None):
        request = urllib.request.Request(self.url + path, method=method, headers=headers or {},
                                         data=None if body is None else json.dumps(body).encode())
        if body is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read())

    def raw(self, method, path, body=b"", headers=None, port=None):
        """Status, fields and bytes of a request that is sent as it is: no client tidies the path."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host="Host" in (headers or {}))
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body or None)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def processor(self):
        """Seconds of the processor that it has taken."""
        with open("/proc/%d/stat" % self.process.pid, encoding="ascii") as file:
            words = file.read().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def asleep(self):
        """Whether no thread of it works or wants to."""
        tasks = "/proc/%d/task" % self.process.pid
        states = []
        for task in os.listdir(tasks):
            with open("%s/%s/stat" % (tasks, task), encoding="ascii") as file:
                states.append(file.read().rsplit(")", 1)[1].split()[0])
        return "R" not in states

    def wait_until_idle(self):
        """Returns once it has slept at ten looks in a row; the alarm of the World ends what never does."""
        quiet = 0
        while quiet < 10:
            quiet = quiet + 1 if self.asleep() else 0
            time.sleep(0.02)

    def open_files(self):
        return len(os.listdir("/proc/%d/fd" % self.process.pid))

    def stop(self):
        self.process.terminate()
        code, _, err = self.world.end(self.process)
        expect(code == 0, "the server ended with %s: %s" % (code, err))

    def kill(self):
        self.world.kill(self.process)
