# SPDX-FileCopyrightText: The hearsay authors
# SPDX-License-Identifier: Apache-2.0

"""An SMTP server for tests (aiosmtpd): smtp.py FILE [CERTIFICATE KEY USER PASSWORD]

It prints its port, adds a line of JSON to FILE for each message that it takes, and ends with its standard input. What it does with a recipient is in the name:
gone@ is unknown, later@ is put off, rules@ is against the rules, spam@ is refused for its content, lost@ is taken, and the connection
ends before that is said.
"""

import asyncio
import json
import os
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult

ANSWERS = {"gone": "550 5.1.1 no such address", "later": "451 4.7.1 come again", "rules": "550 5.7.1 not for you", "away": "421 4.3.2 closing"}


class Handler:
    def __init__(self, out):
        self.out = out

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := ANSWERS.get(address.split("@")[0]):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        names = [a.split("@")[0] for a in envelope.rcpt_tos]
        if "spam" in names:
            return "554 5.6.0 not this"
        message = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "data": envelope.content.decode("utf-8", "replace")}
        self.out.write(json.dumps(message) + "\n")
        self.out.flush()
        if "lost" in names:
            server.transport.abort()
        return "250 2.0.0 taken"


async def main():
    more = {}
    if len(sys.argv) > 2:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(sys.argv[2], sys.argv[3])
        user, password = sys.argv[4].encode(), sys.argv[5].encode()
        more = {"tls_context": tls, "require_starttls": True, "auth_required": True,
                "authenticator": lambda server, session, envelope, mechanism, data: AuthResult(
                    success=getattr(data, "login", None) == user and getattr(data, "password", None) == password)}
    handler = Handler(open(sys.argv[1], "a"))
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(handler, hostname="mx.example", ident="test", **more), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
asyncio.run(main())
