// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"net"
	netmail "net/mail"
	"os"
	"strconv"
	"strings"

	"golang.org/x/time/rate"

	"hearsay"
	"hearsay/internal/deliver"
	"hearsay/internal/mail"
	"hearsay/internal/web"
)

// smtpFlags say by which server letters are sent.
type smtpFlags struct {
	Server   string  `name:"smtp" help:"SMTP server that e-mail is handed to; needs --public and --smtp-from. It may stand on a private network." env:"HEARSAY_SMTP" placeholder:"HOST:PORT"`
	From     string  `name:"smtp-from" help:"Whom letters are from: an address, or NAME <ADDRESS>." env:"HEARSAY_SMTP_FROM" placeholder:"ADDRESS"`
	TLS      string  `name:"smtp-tls" enum:"starttls,tls,none" default:"starttls" help:"How it is spoken to: starttls, which it must offer, tls at once, or none, which takes no password." env:"HEARSAY_SMTP_TLS"`
	User     string  `name:"smtp-user" help:"Who signs in there." env:"HEARSAY_SMTP_USER" placeholder:"NAME"`
	Password string  `name:"smtp-password" help:"File with the password; without it HEARSAY_SMTP_PASSWORD has it." env:"HEARSAY_SMTP_PASSWORD_FILE" placeholder:"FILE" type:"path"`
	Pace     float64 `name:"smtp-pace" default:"10" help:"Letters a second, at most; 10 if not given." env:"HEARSAY_SMTP_PACE" placeholder:"N"`
}

// messengers make alerts, and send what waits for hooks and, where there is a server, for subscribers, until end is called.
func (c *serveCommand) messengers(ctx context.Context, a *app, o *web.Options) (end func(), err error) {
	postman, err := c.postman(a)
	if err != nil {
		return nil, err
	}
	go a.courier(c.Deny).Run(ctx)
	go (&deliver.Alerter{Store: a.store, Mails: postman != nil}).Run(ctx)
	if postman == nil {
		return func() {}, nil
	}
	o.Mails = true
	return beside(ctx, postman.Run), nil
}

// postman makes what sends letters; nil without --smtp.
func (c *serveCommand) postman(a *app) (*deliver.Postman, error) {
	if c.SMTP.Server == "" {
		return nil, nil
	}
	at, err := c.public()
	if err != nil {
		return nil, err
	}
	if at == nil {
		return nil, noMail("give --public too: letters have links to the desk", nil)
	}
	o, err := c.SMTP.options()
	if err != nil {
		return nil, err
	}
	if c.SMTP.Pace <= 0 {
		return nil, noMail("give --smtp-pace 10", errors.New("the pace is none"))
	}
	return &deliver.Postman{Store: a.store, Server: o, Public: strings.TrimRight(c.Public, "/"), Pace: rate.Limit(c.SMTP.Pace)}, nil
}

func noMail(hint string, cause error) error {
	return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "send e-mail", Cause: cause, Hint: hint}
}

func (f *smtpFlags) options() (mail.Options, error) {
	host, port, err := net.SplitHostPort(f.Server)
	n, wrong := strconv.ParseUint(port, 10, 16)
	if err = errors.Join(err, wrong); err != nil || host == "" || n == 0 {
		return mail.Options{}, noMail("give --smtp mail.example:587", errors.Join(err, errors.New("the server is not HOST:PORT")))
	}
	from, err := netmail.ParseAddress(f.From)
	if err != nil {
		return mail.Options{}, noMail(`give --smtp-from "The desk <desk@desk.example>"`, err)
	}
	o := mail.Options{Host: host, Port: int(n), TLS: mail.TLS(f.TLS), User: f.User, From: *from}
	if f.User == "" {
		return o, nil
	}
	if o.TLS == mail.Plain {
		return o, noMail("give --smtp-tls starttls, or no --smtp-user", errors.New("a password is not sent in the clear"))
	}
	o.Password = os.Getenv("HEARSAY_SMTP_PASSWORD")
	if f.Password != "" {
		b, err := os.ReadFile(f.Password)
		if err != nil {
			return o, noMail("", err)
		}
		o.Password = strings.TrimRight(string(b), "\r\n")
	}
	if o.Password == "" {
		return o, noMail("give --smtp-password FILE, or set HEARSAY_SMTP_PASSWORD", errors.New("there is no password for "+f.User))
	}
	return o, nil
}
