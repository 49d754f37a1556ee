// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"

	"hearsay"
)

// The tests of docs/hostile.md that concern connections. Their names begin with the number of the input.

// certificate makes one that is its own authority.
func certificate(t *testing.T, change func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "paper"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"paper.example"}, IsCA: true, BasicConstraintsValid: true}
	change(c)
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// secure is a server with a certificate; h2 has it speak HTTP/2.
func secure(cert tls.Certificate, h2 bool, serve func(net.Conn)) func(net.Conn) {
	config := &tls.Config{Certificates: []tls.Certificate{cert}}
	if h2 {
		config.NextProtos = []string{"h2"}
	}
	return func(conn net.Conn) {
		t := tls.Server(conn, config)
		defer t.Close()
		if t.Handshake() == nil {
			serve(t)
		}
	}
}

// listen is a server on loopback that goes by the name of paper.example, and a client that may reach it alone.
func listen(t *testing.T, serve func(net.Conn), roots *x509.CertPool) (c *Client, base string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	at := netip.MustParseAddrPort(l.Addr().String())
	c = New(Options{Every: time.Nanosecond, Roots: roots, Loopback: []netip.AddrPort{at}, Resolver: names{"paper.example": {{"127.0.0.1"}}}})
	return c, fmt.Sprintf("https://paper.example:%d/", at.Port())
}

func rootsOf(t *testing.T, cert tls.Certificate) *x509.CertPool {
	t.Helper()
	c, err := x509.ParseCertificate(cert.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(c)
	return pool
}

func TestH17InvalidCertificatesAreRefused(t *testing.T) {
	good := certificate(t, func(*x509.Certificate) {})
	expired := certificate(t, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	elsewhere := certificate(t, func(c *x509.Certificate) { c.DNSNames = []string{"other.example"} })
	long := certificate(t, func(c *x509.Certificate) {
		for i := range 700 {
			c.DNSNames = append(c.DNSNames, fmt.Sprintf("host-number-%d.example", i))
		}
	})
	if n := len(long.Certificate[0]); n < 16<<10 {
		t.Fatalf("a certificate of %d bytes is none of 16 KiB", n)
	}
	chain := good
	for range 30 {
		chain.Certificate = append(chain.Certificate, long.Certificate[0])
	}
	page := drip(func(conn net.Conn) {
		_, _ = io.WriteString(conn, okHead+"Content-Length: 5\r\nConnection: close\r\n\r\nwords")
	})
	for name, tt := range map[string]struct {
		cert  tls.Certificate
		roots *x509.CertPool
		want  string
	}{
		"valid":               {good, rootsOf(t, good), ""},
		"valid, 16 KiB of it": {long, rootsOf(t, long), ""},
		"expired":             {expired, rootsOf(t, expired), "TLS invalid"},
		"another host":        {elsewhere, rootsOf(t, elsewhere), "TLS invalid"},
		"self-signed":         {good, x509.NewCertPool(), "TLS invalid"},
		"self-signed, 16 KiB": {long, x509.NewCertPool(), "TLS invalid"},
		"a chain of 500 KB":   {chain, rootsOf(t, good), "tls: "},
		"no TLS but a page":   {tls.Certificate{}, x509.NewCertPool(), "server gave HTTP response"},
	} {
		t.Run(name, func(t *testing.T) {
			serve := secure(tt.cert, false, page)
			if tt.cert.PrivateKey == nil {
				serve = func(conn net.Conn) {
					_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\nthis is no TLS")
					conn.Close()
				}
			}
			c, base := listen(t, serve, tt.roots)
			a, err := c.Get(t.Context(), Request{URL: base, Kind: robots})
			if tt.want == "" {
				if err != nil || string(a.Payload) != "words" {
					t.Errorf("answer %+v, %v", a, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %s", err, tt.want)
			}
			if isTLS := tt.want == "TLS invalid"; errors.Is(err, hearsay.ErrDenied) != isTLS {
				t.Errorf("error %v, want denied: %v", err, isTLS)
			}
		})
	}
}

// floods are what a server of HTTP/2 can send without end.
var floods = map[string]func(*http2.Framer) error{
	"settings": func(f *http2.Framer) error { return f.WriteSettings() },
	"pings":    func(f *http2.Framer) error { return f.WritePing(false, [8]byte{}) },
	"resets":   func(f *http2.Framer) error { return f.WriteRSTStream(1, http2.ErrCodeRefusedStream) },
	"windows":  func(f *http2.Framer) error { return f.WriteWindowUpdate(0, 1) },
	"unknown":  func(f *http2.Framer) error { return f.WriteRawFrame(0x77, 0, 0, []byte("x")) },
	"headers without end": func(f *http2.Framer) error {
		if err := f.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: []byte{0x88}}); err != nil {
			return err
		}
		for {
			if err := f.WriteContinuation(1, false, bytes.Repeat([]byte("\x40\x01x\x01y"), 1000)); err != nil {
				return err
			}
		}
	},
}

func TestH18FloodsEndTheConnection(t *testing.T) {
	quiet(t)
	cert := certificate(t, func(*x509.Certificate) {})
	for name, flood := range floods {
		t.Run(name, func(t *testing.T) {
			closed := make(chan struct{}, 100)
			c, base := listen(t, secure(cert, true, func(conn net.Conn) {
				go func() { _, _ = io.Copy(io.Discard, conn) }()
				f := http2.NewFramer(conn, nil)
				f.AllowIllegalWrites = true
				for err := f.WriteSettings(); err == nil; err = flood(f) {
				}
				closed <- struct{}{}
			}), rootsOf(t, cert))
			began := time.Now()
			_, err := c.Get(t.Context(), Request{URL: base, Kind: robots})
			if took := time.Since(began); !errors.Is(err, hearsay.ErrTemporary) || took > slow+5*time.Second {
				t.Errorf("%v, after %v", err, took)
			}
			select {
			case <-closed:
			case <-time.After(5 * time.Second):
				t.Error("the connection is still open")
			}
			if k := c.hosts.get("paper.example"); k.failures != 1 || k.interval() <= k.every {
				t.Errorf("%d failures, interval %v: the host is not backed off from", k.failures, k.interval())
			}
		})
	}
}

// TestH18ResetRequestIsNotSentAgain: the server says that it has not looked at the request, which HTTP/2 takes for leave to
// send it again.
func TestH18ResetRequestIsNotSentAgain(t *testing.T) {
	cert := certificate(t, func(*x509.Certificate) {})
	for name, refuse := range map[string]func(*http2.Framer, uint32) error{
		"reset":      func(f *http2.Framer, id uint32) error { return f.WriteRSTStream(id, http2.ErrCodeRefusedStream) },
		"go away":    func(f *http2.Framer, _ uint32) error { return f.WriteGoAway(0, http2.ErrCodeNo, nil) },
		"hanging up": func(*http2.Framer, uint32) error { return io.EOF },
	} {
		t.Run(name, func(t *testing.T) {
			var heard atomic.Int32
			c, base := listen(t, secure(cert, true, func(conn net.Conn) {
				if _, err := io.ReadFull(conn, make([]byte, len(http2.ClientPreface))); err != nil {
					return
				}
				f := http2.NewFramer(conn, conn)
				for err := f.WriteSettings(); err == nil; {
					var frame http2.Frame
					if frame, err = f.ReadFrame(); err == nil && frame.Header().Type == http2.FrameHeaders {
						heard.Add(1)
						err = refuse(f, frame.Header().StreamID)
					}
				}
			}), rootsOf(t, cert))
			_, err := c.Get(t.Context(), Request{URL: base, Kind: robots})
			if n := heard.Load(); n != 1 || !errors.Is(err, hearsay.ErrTemporary) {
				t.Errorf("%d requests were sent, %v", n, err)
			}
		})
	}
}

// quiet keeps the lines of net/http out of the log of the test, which a server can make it write without end.
func quiet(t *testing.T) {
	t.Helper()
	log.SetOutput(io.Discard)
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
}

func TestH18FloodAfterTheAnswerEndsTheConnection(t *testing.T) {
	quiet(t)
	ended := make(chan struct{})
	c := newPipes(t, drip(func(conn net.Conn) {
		_, _ = io.WriteString(conn, okHead+"Content-Length: 5\r\n\r\nwords")
		every(conn, 0, strings.Repeat("x", 1000))
		close(ended)
	})).client(Options{Every: time.Nanosecond})
	a, err := c.Get(t.Context(), Request{URL: "http://paper.example/", Kind: robots})
	if err != nil || string(a.Payload) != "words" {
		t.Errorf("answer %+v, %v", a, err)
	}
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the connection is still open")
	}
}
