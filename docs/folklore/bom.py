"""Is a byte order mark valid UTF-8?"""
text = b"\xef\xbb\xbfname,value"
print("utf-8:    ", ascii(text.decode("utf-8")))
print("utf-8-sig:", ascii(text.decode("utf-8-sig")))
