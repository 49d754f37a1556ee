// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/fetch"
	"hearsay/internal/web"
)

// issuerFlags say who vouches for people.
type issuerFlags struct {
	Issuer       string           `help:"OpenID Connect issuer that vouches for people; needs --public. They are let in as the account named like their verified address." env:"HEARSAY_ISSUER" placeholder:"URL"`
	IssuerClient string           `help:"What the issuer calls this desk." env:"HEARSAY_ISSUER_CLIENT" default:"hearsay" placeholder:"ID"`
	IssuerSecret string           `help:"File with the secret of the client." env:"HEARSAY_ISSUER_SECRET_FILE" placeholder:"FILE" type:"path"`
	IssuerAt     []netip.AddrPort `help:"Address of an issuer that is not public, and may be asked all the same." placeholder:"ADDRESS:PORT"`
}

// public reads the address at which the desk is reached from outside; nil where none is given.
func (c *serveCommand) public() (*url.URL, error) {
	if c.Public == "" {
		return nil, nil
	}
	u, err := url.Parse(c.Public)
	if err == nil && (u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "") {
		err = errors.New("it is no address of a site")
	}
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "take " + c.Public + " for the public address", Cause: err,
			Hint: "give one like https://desk.example"}
	}
	return u, nil
}

// doors are the ways in besides a password, and the names under which the desk answers.
func (c *serveCommand) doors(ctx context.Context, door *desk.Doorkeeper, o *web.Options) error {
	o.Hosts = []string{}
	at, err := c.public()
	if err != nil {
		return err
	}
	if at == nil && c.Issuer.Issuer != "" {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "let people in by " + c.Issuer.Issuer, Hint: "give --public too: that is where people come back to"}
	}
	if at == nil {
		return nil
	}
	host := strings.ToLower(at.Hostname())
	o.Hosts = append(o.Hosts, host)
	if o.Passkeys, err = desk.NewPasskeys(door, at.Scheme+"://"+at.Host, host); err != nil {
		return err
	}
	if c.Issuer.Issuer == "" {
		return nil
	}
	o.Issuer, err = c.Issuer.open(ctx, door, strings.TrimRight(c.Public, "/")+"/login/issuer/return")
	if errors.Is(err, hearsay.ErrTemporary) {
		slog.Error("nobody comes in by the issuer until serve is started again", "err", err)
		return nil
	}
	return err
}

func (f *issuerFlags) open(ctx context.Context, door *desk.Doorkeeper, callback string) (*desk.Issuer, error) {
	secret := ""
	if f.IssuerSecret != "" {
		b, err := os.ReadFile(f.IssuerSecret)
		if err != nil {
			return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read the secret of the issuer's client", Cause: err}
		}
		secret = strings.TrimSpace(string(b))
	}
	o := fetch.Options{Loopback: f.IssuerAt}
	for _, at := range f.IssuerAt {
		o.Ports = append(o.Ports, at.Port())
	}
	return desk.NewIssuer(ctx, door, desk.IssuerOptions{URL: f.Issuer, Client: f.IssuerClient, Secret: secret, Callback: callback, HTTP: fetch.New(o).Plain()})
}
