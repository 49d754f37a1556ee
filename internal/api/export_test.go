// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import "net/http"

// Unhurried lets everybody ask as often as a test does.
func Unhurried(o *Options) { o.burst = 1 << 20 }

// Known is an operation as the table has it.
type Known struct{ ID, Method, Path, Rule string }

// Table gives all operations of the table.
func Table() []Known {
	var out []Known
	for _, o := range newAPI(Options{}).operations() {
		out = append(out, Known{o.id, o.method, Root + o.path, string(o.rule)})
	}
	return out
}

// patterns records what is put on a mux.
type patterns struct {
	*http.ServeMux
	all []string
}

// HandleFunc implements humago.Mux.
func (p *patterns) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	p.all = append(p.all, pattern)
	p.ServeMux.HandleFunc(pattern, h)
}

// Patterns gives all routes of the handler.
func Patterns() []string {
	p := &patterns{ServeMux: http.NewServeMux()}
	newAPI(Options{}).register(p)
	return p.all
}
