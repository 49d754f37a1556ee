# SPDX-FileCopyrightText: The hearsay authors
# SPDX-License-Identifier: Apache-2.0

"""Reads the last collection of a server to its end, three objects at a time, and prints what they are called."""

import sys

from taxii2client.v21 import Server, as_pages

url, token = sys.argv[1:]
server = Server(url, user="north", password=token)
collection = server.default.collections[-1]
assert collection.can_read and not collection.can_write
manifest = [m["id"] for page in as_pages(collection.get_manifest, per_request=3) for m in page["objects"]]
objects = [o for page in as_pages(collection.get_objects, per_request=3) for o in page["objects"]]
assert manifest == [o["id"] for o in objects]
for o in objects:
    assert collection.get_object(o["id"])["objects"] == [o]
    print(o["id"])
