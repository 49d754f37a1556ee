// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package mail_test

import (
	"bytes"
	"maps"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay/internal/hearsaytest"
	"hearsay/internal/mail"
)

// headers are all that a message has, each once.
var headers = []string{"Content-Type", "Date", "From", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-Id", "Mime-Version", "Subject", "To"}

// hostile composes a message with a text wherever outside text can come.
func hostile(t *testing.T, text string) {
	t.Helper()
	o := options(25)
	b, err := o.Compose(&mail.Message{Name: text, To: "ann@paper.example", Subject: text, Text: text, HTML: text, Date: hearsaytest.At(9, 0), List: "digests.desk.example", Unsubscribe: "https://desk.example/unsubscribe?s=n&t=0"})
	if err != nil {
		t.Fatal(err)
	}
	m, err := netmail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%q: %v\n%s", text, err, b)
	}
	if diff := cmp.Diff(headers, slices.Sorted(maps.Keys(m.Header))); diff != "" {
		t.Fatalf("%q: %s\n%s", text, diff, b)
	}
	for name, values := range m.Header {
		if len(values) != 1 {
			t.Fatalf("%q: %s: %q", text, name, values)
		}
	}
	if to, err := m.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != "ann@paper.example" {
		t.Fatalf("%q: to %v: %v", text, to, err)
	}
	if from, err := m.Header.AddressList("From"); err != nil || len(from) != 1 || from[0].Address != "desk@desk.example" {
		t.Fatalf("%q: from %v: %v", text, from, err)
	}
}

func TestH62NoTextEndsAHeader(t *testing.T) {
	for _, text := range []string{"week\r\nBcc: all@paper.example", "week\nBcc: all@paper.example", "week\rBcc: all@paper.example", "\r\n\r\n<html>", "\x00\x0b\x0c\u0085\u2028Bcc: x", "",
		`"week" <all@paper.example>, `, "=?utf-8?q?week=0D=0ABcc:_all?=", strings.Repeat("week ", 2000), strings.Repeat("ö", 2000), "\xff\xfe", "a@b.example, c@d.example"} {
		hostile(t, text)
	}
}

func FuzzAMessageHasItsHeadersAndNoOthers(f *testing.F) {
	f.Add("The week #7")
	f.Add("week\r\nBcc: all@paper.example")
	f.Add("=?utf-8?q?=0D=0A?=")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1<<14 {
			hostile(t, text)
		}
	})
}
