// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package mail hands messages to an SMTP server: one recipient each, under a Message-ID that is the same however often one is sent. It tells
// apart what is the matter with a recipient, a message, and the server.
//
// The server is the operator's choice, as the database is, and often stands on a private network; so it is not held against the rule of
// package fetch, and nothing that comes from outside can name one.
package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/textproto"
	"regexp"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"hearsay"
)

// TLS is how a server is spoken to.
type TLS string

// The ways: TLS after STARTTLS, which the server must offer; TLS at once; in the clear, without a password.
const (
	StartTLS TLS = "starttls"
	Implicit TLS = "tls"
	Plain    TLS = "none"
)

// Options name a server.
type Options struct {
	Host     string
	Port     int
	TLS      TLS
	User     string // empty for none
	Password string
	From     mail.Address
	Roots    *x509.CertPool // of the certificates; nil for those of the machine

	patience time.Duration // timeout if zero; for tests
}

// timeout bounds the sending of one message. It is shorter than the lease of a job, so that nobody else has begun it again by then.
const timeout = 60 * time.Second

// Message is what is sent.
type Message struct {
	Name        string // names it: the same name gives the same Message-ID
	To          string // an address, without a name
	Subject     string
	Text, HTML  string
	Date        time.Time
	List        string // List-Id; empty for none
	Unsubscribe string // address that takes the POST of RFC 8058; empty for none
	Automatic   bool   // no person stands behind it: RFC 3834
}

func (o *Options) compose(m *Message) (*gomail.Msg, error) {
	name := hearsay.ID('y', m.Name)
	c := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(name), gomail.WithEncoding(gomail.EncodingQP))
	c.FromMailAddress(&mail.Address{Name: line(o.From.Name), Address: o.From.Address})
	to, err := mail.ParseAddress(m.To)
	if err != nil || to.Name != "" || strings.ContainsFunc(m.To, unicode.IsControl) {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "write to an address", Cause: errors.Join(err, errors.New("it is not one address"))}
	}
	c.ToMailAddress(to)
	c.SetMessageIDWithValue(name + "@" + domain(o.From.Address))
	c.SetDateWithValue(m.Date.UTC())
	c.Subject(line(m.Subject))
	if m.List != "" {
		c.SetGenHeader("List-Id", "<"+line(m.List)+">")
	}
	if m.Unsubscribe != "" {
		c.SetGenHeaderPreformatted(gomail.HeaderListUnsubscribe, "<"+line(m.Unsubscribe)+">")
		c.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	if m.Automatic {
		c.SetGenHeader("Auto-Submitted", "auto-generated")
	}
	c.SetBodyString(gomail.TypeTextPlain, m.Text)
	c.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return c, nil
}

// line makes one line of a text for a header: whatever could end it is a blank.
func line(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

func domain(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }

// Whose tells what a failure is the matter with.
type Whose string

// What can be the matter.
const (
	Recipients Whose = "recipient" // there is no such address, or it takes nothing now
	Messages   Whose = "message"   // the server does not want this message
	Servers    Whose = "server"    // it cannot be reached, or lets us send nothing
	Nobody     Whose = "unknown"   // the connection ended before the answer: it may have been taken
)

// Failure is why a message was not sent.
type Failure struct {
	Whose     Whose
	Temporary bool
	Code      int // of the answer; 0 where none came
	Cause     error
}

// Error gives what the server said.
func (f *Failure) Error() string { return f.Cause.Error() }

// Unwrap gives the kind and the cause.
func (f *Failure) Unwrap() []error {
	if f.Temporary {
		return []error{hearsay.ErrTemporary, f.Cause}
	}
	return []error{hearsay.ErrDenied, f.Cause}
}

// Connection is a server that takes messages, one after another.
type Connection struct {
	options Options
	client  *gomail.Client
}

// Dial goes to a server and signs in.
func Dial(ctx context.Context, o Options) (*Connection, error) {
	set := []gomail.Option{gomail.WithPort(o.Port), gomail.WithTimeout(cmp.Or(o.patience, timeout)), gomail.WithHELO(domain(o.From.Address)), gomail.WithoutNoop(),
		gomail.WithTLSConfig(&tls.Config{ServerName: o.Host, RootCAs: o.Roots, MinVersion: tls.VersionTLS12})}
	switch o.TLS {
	case Implicit:
		set = append(set, gomail.WithSSL())
	case Plain:
		set = append(set, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		set = append(set, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if o.User != "" {
		set = append(set, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(o.User), gomail.WithPassword(o.Password))
	}
	doing := fmt.Sprintf("go to the SMTP server %s", net.JoinHostPort(o.Host, fmt.Sprint(o.Port)))
	client, err := gomail.NewClient(o.Host, set...)
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: doing, Cause: err}
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := client.DialWithContext(ctx); err != nil {
		return nil, &Failure{Whose: Servers, Temporary: true, Code: codeOf(err), Cause: &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: doing, Cause: err}}
	}
	return &Connection{o, client}, nil
}

// Close takes leave of the server.
func (c *Connection) Close() { _ = c.client.Close() } // it may have gone already

// Send hands a message over. What is the matter where it was not taken is a [Failure].
func (c *Connection) Send(m *Message) error {
	composed, err := c.options.compose(m)
	if err != nil {
		return &Failure{Whose: Recipients, Cause: err}
	}
	err = c.client.Send(composed)
	if err == nil || composed.IsDelivered() {
		return nil
	}
	return judge(err)
}

// judge sorts what a server said, by the command that it said it to.
func judge(err error) *Failure {
	f := &Failure{Whose: Servers, Temporary: true, Code: codeOf(err), Cause: err}
	var s *gomail.SendError
	if !errors.As(err, &s) {
		return f
	}
	said, _, _ := strings.Cut(s.Error(), ", affected ") // what follows is the address
	f.Cause = errors.New(line(said))
	if f.Code == closing {
		return f
	}
	permanent := f.Code >= 500
	switch s.Reason {
	case gomail.ErrSMTPRcptTo:
		if f.Code != 0 && f.Code != 530 && f.Code != 535 {
			f.Whose, f.Temporary = Recipients, !permanent
		}
		if permanent && rule.MatchString(said) { // a rule of the server: nothing is said of the address
			f.Whose = Messages
		}
	case gomail.ErrSMTPData, gomail.ErrSMTPDataClose, gomail.ErrWriteContent:
		f.Whose, f.Temporary = Messages, !permanent
		if f.Code == 0 {
			f.Whose, f.Temporary = Nobody, true
		}
	}
	return f
}

// rule is an enhanced status code of policy (RFC 3463), which many servers give without announcing such codes.
var rule = regexp.MustCompile(`\b5\.7\.\d{1,3}\b`)

// closing is the code by which a server takes leave.
const closing = 421

// codeOf is the code of a server's answer; 0 where none came.
func codeOf(err error) int {
	var s *gomail.SendError
	if errors.As(err, &s) && s.ErrorCode() >= 400 {
		return s.ErrorCode()
	}
	var t *textproto.Error
	if errors.As(err, &t) {
		return t.Code
	}
	return 0
}
