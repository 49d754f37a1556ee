// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package mail_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/mail"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

func options(port int) mail.Options {
	return mail.Options{Host: "127.0.0.1", Port: port, TLS: mail.Plain, From: netmail.Address{Name: "The desk, Ärø", Address: "desk@desk.example"}}
}

func message(to string) *mail.Message {
	return &mail.Message{Name: "y1 " + to, To: to, Subject: "Nachrichten, die Sie übersehen haben #7", Text: "Gruß\n.\nlast line", HTML: "<p>Gruß</p>", Date: hearsaytest.At(9, 0),
		List: "digests.desk.example", Unsubscribe: "https://desk.example/unsubscribe?s=n1&t=" + strings.Repeat("0a", 60)}
}

// parsed is a message as a program for e-mail reads it.
type parsed struct {
	header     netmail.Header
	text, html string
}

func parse(t *testing.T, data string) parsed {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s: %v", kind, err)
	}
	p := parsed{header: m.Header}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return p
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil || part.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Fatalf("%v: %v", part.Header, err)
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html; charset=UTF-8") {
			p.html = string(b)
		} else {
			p.text = string(b)
		}
	}
}

func TestAMessageArrivesWhole(t *testing.T) {
	box := hearsaytest.SMTP(t)
	c, err := mail.Dial(t.Context(), options(box.Port))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for range 2 {
		if err := c.Send(message("ann@paper.example")); err != nil {
			t.Fatal(err)
		}
	}
	got := box.Messages(t)
	if len(got) != 2 || got[0].Data != got[1].Data {
		t.Fatalf("%d messages, or two that differ:\n%v", len(got), got)
	}
	if diff := cmp.Diff([]string{"ann@paper.example"}, got[0].To); diff != "" || got[0].From != "desk@desk.example" {
		t.Errorf("from %s: %s", got[0].From, diff)
	}
	p := parse(t, got[0].Data)
	if strings.ReplaceAll(p.text, "\r", "") != "Gruß\n.\nlast line" || p.html != "<p>Gruß</p>" {
		t.Errorf("%q, %q", p.text, p.html)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(p.header.Get("Subject"))
	if err != nil || subject != "Nachrichten, die Sie übersehen haben #7" {
		t.Errorf("subject %q: %v", subject, err)
	}
	from, err := p.header.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Name != "The desk, Ärø" {
		t.Errorf("from %v: %v", from, err)
	}
	at, err := p.header.Date()
	if err != nil || !at.Equal(hearsaytest.At(9, 0)) {
		t.Errorf("date %v: %v", at, err)
	}
	for name, want := range map[string]string{"To": "<ann@paper.example>", "List-Id": "<digests.desk.example>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"List-Unsubscribe": "<" + message("").Unsubscribe + ">", "Auto-Submitted": "", "User-Agent": "", "X-Mailer": ""} {
		if got := p.header.Get(name); got != want || len(p.header[name]) > 1 {
			t.Errorf("%s: %q, want %q", name, p.header[name], want)
		}
	}
	if id := p.header.Get("Message-Id"); !strings.HasSuffix(id, "@desk.example>") || strings.Contains(id, "ann") {
		t.Errorf("Message-ID %q", id)
	}
}

func TestFailuresAreOfARecipientAMessageOrTheServer(t *testing.T) {
	box := hearsaytest.SMTP(t)
	for to, want := range map[string]mail.Failure{
		"gone@paper.example":        {Whose: mail.Recipients, Code: 550},
		"later@paper.example":       {Whose: mail.Recipients, Code: 451, Temporary: true},
		"rules@paper.example":       {Whose: mail.Messages, Code: 550},
		"spam@paper.example":        {Whose: mail.Messages, Code: 554},
		"away@paper.example":        {Whose: mail.Servers, Code: 421, Temporary: true},
		"lost@paper.example":        {Whose: mail.Nobody, Temporary: true},
		"a@b.example, c@d.example":  {Whose: mail.Recipients},
		"a@b.example\r\nBcc: c@d.e": {Whose: mail.Recipients},
	} {
		c, err := mail.Dial(t.Context(), options(box.Port))
		if err != nil {
			t.Fatal(err)
		}
		err = c.Send(message(to))
		c.Close()
		var f *mail.Failure
		if !errors.As(err, &f) || f.Whose != want.Whose || f.Code != want.Code || f.Temporary != want.Temporary {
			t.Errorf("%q: %+v: %v", to, f, err)
			continue
		}
		if errors.Is(err, hearsay.ErrTemporary) != want.Temporary || strings.Contains(err.Error(), "paper.example") {
			t.Errorf("%q: %v", to, err)
		}
	}
	if got := box.Messages(t); len(got) != 1 || got[0].To[0] != "lost@paper.example" {
		t.Errorf("taken: %v", got)
	}
	if _, err := mail.Dial(t.Context(), options(1)); !errors.Is(err, hearsay.ErrTemporary) {
		t.Errorf("no server: %v", err)
	}
}

// certificate makes one for the address of the tests.
func certificate(t *testing.T) (cert, key string, roots *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	pemCert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	roots = x509.NewCertPool()
	roots.AppendCertsFromPEM(pemCert)
	if err := errors.Join(os.WriteFile(cert, pemCert, 0o600), os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: bytes}), 0o600)); err != nil {
		t.Fatal(err)
	}
	return cert, key, roots
}

func TestThePasswordIsGivenOverTLSAlone(t *testing.T) {
	cert, key, roots := certificate(t)
	box := hearsaytest.SMTP(t, cert, key, "desk", "a word of the desk")
	good := options(box.Port)
	good.TLS, good.User, good.Password, good.Roots = mail.StartTLS, "desk", "a word of the desk", roots
	c, err := mail.Dial(t.Context(), good)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Send(message("ann@paper.example")); err != nil || len(box.Messages(t)) != 1 {
		t.Fatalf("%d taken: %v", len(box.Messages(t)), err)
	}
	for what, change := range map[string]func(*mail.Options){
		"a wrong password":            func(o *mail.Options) { o.Password = "another" },
		"a certificate nobody knows":  func(o *mail.Options) { o.Roots = x509.NewCertPool() },
		"in the clear":                func(o *mail.Options) { o.TLS = mail.Plain },
		"a certificate for elsewhere": func(o *mail.Options) { o.Host = "localhost" },
	} {
		o := good
		change(&o)
		_, err := mail.Dial(t.Context(), o.Patient(time.Second))
		if err == nil || strings.Contains(err.Error(), o.Password) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
