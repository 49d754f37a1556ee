// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"hearsay"
)

// Decode gives the text of payload as valid UTF-8 without byte order mark or NUL, and the number of characters that
// had to be replaced by U+FFFD. The encoding is, in this order: the byte order mark; UTF-16 or UTF-32 that shows in
// its zero bytes; the charset of the media type; that of the document's own declaration (XML or meta); UTF-8 where
// the bytes are valid; windows-1252. A declared UTF-8 that the bytes contradict is windows-1252 when hardly any of
// its sequences is valid. UTF-7 is never decoded.
func Decode(payload []byte, mediaType string) (string, int) {
	enc, name, payload := encodingOf(payload, mediaType)
	if name == "utf-8" {
		return cleanUTF8(payload)
	}
	out, err := enc.NewDecoder().Bytes(payload)
	if err != nil {
		return cleanUTF8(payload)
	}
	return cleanUTF8(out)
}

// encodingOf also strips the byte order mark.
func encodingOf(payload []byte, mediaType string) (encoding.Encoding, string, []byte) {
	for _, bom := range boms {
		if rest, ok := bytes.CutPrefix(payload, []byte(bom.mark)); ok {
			enc, name := lookup(bom.name)
			return enc, name, rest
		}
	}
	if wide := wideEncoding(payload); wide != "" {
		enc, name := lookup(wide)
		return enc, name, payload
	}
	for _, label := range []string{charsetParam(mediaType), declaredCharset(payload)} {
		enc, name := lookup(label)
		switch {
		case enc == nil || strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf-32"):
			continue // the bytes are not wide, whatever is declared
		case name == "utf-8" && !mostlyUTF8(payload):
			return charmap.Windows1252, "windows-1252", payload
		}
		return enc, name, payload
	}
	if mostlyUTF8(payload) {
		return encoding.Nop, "utf-8", payload
	}
	return charmap.Windows1252, "windows-1252", payload
}

var boms = []struct{ mark, name string }{
	{"\x00\x00\xfe\xff", "utf-32be"}, {"\xff\xfe\x00\x00", "utf-32le"},
	{"\xef\xbb\xbf", "utf-8"}, {"\xfe\xff", "utf-16be"}, {"\xff\xfe", "utf-16le"},
}

func lookup(label string) (encoding.Encoding, string) {
	switch strings.ToLower(strings.TrimSpace(label)) {
	case "":
		return nil, ""
	case "utf-32be", "utf-32":
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "utf-32be"
	case "utf-32le":
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "utf-32le"
	case "utf-16be":
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be"
	case "utf-16le", "utf-16":
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le"
	}
	enc, name := charset.Lookup(label)
	if name == "replacement" || name == "x-user-defined" {
		return nil, ""
	}
	return enc, name
}

// wideEncoding recognises UTF-16 and UTF-32 without a mark by where the zero bytes of Latin text and markup stand.
func wideEncoding(payload []byte) string {
	head := payload[:min(len(payload), 512)&^3]
	if len(head) < 4 {
		return ""
	}
	var zero [4]int
	for i, b := range head {
		if b == 0 {
			zero[i%4]++
		}
	}
	quarter := len(head) / 4
	full := func(i int) bool { return zero[i]*10 >= quarter*4 }
	none := func(i int) bool { return zero[i]*10 <= quarter }
	switch {
	case full(0) && full(1) && full(2) && none(3):
		return "utf-32be"
	case none(0) && full(1) && full(2) && full(3):
		return "utf-32le"
	case full(0) && none(1) && full(2) && none(3):
		return "utf-16be"
	case none(0) && full(1) && none(2) && full(3):
		return "utf-16le"
	}
	return ""
}

var (
	paramPattern = regexp.MustCompile(`(?i)\bcharset\s*=\s*["']?([a-z0-9_.:-]+)`)
	xmlPattern   = regexp.MustCompile(`^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9_.:-]+)["']`)
	metaPattern  = regexp.MustCompile(`(?i)<meta\s[^>]*?charset\s*=\s*["']?\s*([a-z0-9_.:-]+)`)
)

func charsetParam(mediaType string) string {
	if m := paramPattern.FindStringSubmatch(mediaType); m != nil {
		return m[1]
	}
	return ""
}

func declaredCharset(payload []byte) string {
	head := payload[:min(len(payload), 4096)]
	if m := xmlPattern.FindSubmatch(head); m != nil {
		return string(m[1])
	}
	if m := metaPattern.FindSubmatch(head); m != nil {
		return string(m[1])
	}
	return ""
}

// mostlyUTF8 reports whether the bytes past ASCII are UTF-8 rather than one byte a letter: a text of another
// encoding has next to no valid sequences, a damaged UTF-8 text has many.
func mostlyUTF8(payload []byte) bool {
	valid, invalid := 0, 0
	for i := 0; i < len(payload); {
		if payload[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(payload[i:])
		if r == utf8.RuneError && n == 1 {
			invalid++
		} else {
			valid++
		}
		i += n
	}
	return invalid == 0 || valid >= invalid
}

func cleanUTF8(b []byte) (string, int) {
	if utf8.Valid(b) && bytes.IndexByte(b, 0) < 0 {
		return string(b), bytes.Count(b, []byte("\ufffd"))
	}
	s := strings.ReplaceAll(strings.ToValidUTF8(string(b), "\ufffd"), "\x00", "\ufffd")
	return s, strings.Count(s, "\ufffd")
}

// decodeText decodes a text and gives it one kind of line end.
func decodeText(c hearsay.Capture, payload []byte) string {
	text, _ := Decode(payload, c.MediaType)
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
}
