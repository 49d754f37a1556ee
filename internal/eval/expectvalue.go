// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

var errMissing = errors.New("no such field")

// postfix reads an atom and what is taken from it by index, attribute or call.
func (p *expectParser) postfix() evaluator {
	name := ""
	if p.at < len(p.tokens) && p.tokens[p.at].kind == 'n' {
		name = p.tokens[p.at].text
	}
	v := p.atom()
	root, depth := name, 0
	for {
		switch {
		case p.accept("["):
			key := p.or()
			p.must("]")
			p.note(root, &depth, p.at-2)
			v = index(v, key)
		case p.accept("."):
			if p.accept("has_key") || p.accept("get") {
				p.must("(")
				p.note(root, &depth, p.at)
				key := p.or()
				p.must(")")
				v = has(v, key)
				continue
			}
			p.note(root, &depth, p.at)
			v = index(v, constant(p.tokens[p.at].text))
			p.at++
		default:
			return v
		}
	}
}

// note records the first field that is taken from the feed or from an entry; at is the place of its name.
func (p *expectParser) note(root string, depth *int, at int) {
	*depth++
	switch {
	case root == "feed" && *depth == 1:
		p.fields = append(p.fields, "feed."+p.tokens[at].text)
	case root == "entries" && *depth == 2:
		p.fields = append(p.fields, "entry."+p.tokens[at].text)
	}
}

func (p *expectParser) atom() evaluator {
	t := p.tokens[p.at]
	p.at++
	switch {
	case t.kind == 's':
		return constant(t.text)
	case t.kind == 'd':
		n, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			panic(err)
		}
		return constant(n)
	case t.text == "(":
		return p.list(")")
	case t.text == "[":
		return p.list("]")
	case t.text == "{":
		return p.dict()
	case t.kind == 'n':
		return p.name(t.text)
	}
	panic("unexpected " + t.text)
}

func (p *expectParser) name(name string) evaluator {
	switch name {
	case "True", "False":
		return constant(name == "True")
	case "None":
		return constant(nil)
	case "len", "ord":
		p.must("(")
		arg := p.or()
		p.must(")")
		return func(env map[string]any) (any, error) {
			v, err := arg(env)
			return measure(name, v), err
		}
	case "feed", "entries", "encoding":
		if name == "encoding" {
			p.fields = append(p.fields, name)
		}
		return func(env map[string]any) (any, error) { return env[name], nil }
	}
	panic("unknown name " + name)
}

func measure(fn string, v any) any {
	switch v := v.(type) {
	case string:
		if fn == "ord" {
			r, n := utf8.DecodeRuneInString(v)
			if n != len(v) {
				return nil
			}
			return float64(r)
		}
		return float64(utf8.RuneCountInString(v))
	case []any:
		return float64(len(v))
	case map[string]any:
		return float64(len(v))
	}
	return nil
}

// list reads a tuple, a list or an expression in brackets.
func (p *expectParser) list(end string) evaluator {
	var items []evaluator
	comma := end == "]"
	for !p.accept(end) {
		items = append(items, p.or())
		if p.accept(",") {
			comma = true
		} else {
			p.must(end)
			break
		}
	}
	if !comma && len(items) == 1 {
		return items[0]
	}
	return func(env map[string]any) (any, error) {
		var out []any
		for _, item := range items {
			v, err := item(env)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return out, nil
	}
}

func (p *expectParser) dict() evaluator {
	keys, values := []evaluator{}, []evaluator{}
	for !p.accept("}") {
		keys = append(keys, p.or())
		p.must(":")
		values = append(values, p.or())
		if !p.accept(",") && p.peek() != "}" {
			panic("expected }")
		}
	}
	return func(env map[string]any) (any, error) {
		out := map[string]any{}
		for i := range keys {
			k, errK := keys[i](env)
			v, errV := values[i](env)
			if err := errors.Join(errK, errV); err != nil {
				return nil, err
			}
			out[fmt.Sprint(k)] = v
		}
		return out, nil
	}
}

// synonyms are the other names under which feedparser gives a field; the first that is there counts.
var synonyms = map[string][]string{
	"guid": {"id"}, "description": {"summary", "subtitle"}, "tagline": {"subtitle"}, "tagline_detail": {"subtitle_detail"},
	"description_detail": {"summary_detail", "subtitle_detail"}, "url": {"href"}, "issued": {"published"},
	"modified": {"updated", "published"}, "updated": {"published"}, "updated_parsed": {"published_parsed"},
	"date": {"updated"}, "summary": {"subtitle"}, "subtitle": {"summary"}, "summary_detail": {"subtitle_detail"},
	"subtitle_detail": {"summary_detail"},
}

func index(v, key evaluator) evaluator {
	return func(env map[string]any) (any, error) {
		in, errV := v(env)
		k, errK := key(env)
		if err := errors.Join(errV, errK); err != nil {
			return nil, err
		}
		switch in := in.(type) {
		case map[string]any:
			return field(in, fmt.Sprint(k))
		case []any:
			if n, ok := k.(float64); ok && n >= 0 && int(n) < len(in) {
				return in[int(n)], nil
			}
		}
		return nil, fmt.Errorf("%w: %v", errMissing, k)
	}
}

func field(m map[string]any, name string) (any, error) {
	for _, n := range append([]string{name}, synonyms[name]...) {
		if v, ok := m[n]; ok {
			return v, nil
		}
	}
	return nil, fmt.Errorf("%w: %s", errMissing, name)
}

func has(v, key evaluator) evaluator {
	get := index(v, key)
	return func(env map[string]any) (any, error) {
		_, err := get(env)
		return err == nil, nil
	}
}

func same(a, b any) bool {
	switch a := a.(type) {
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !same(a[i], b[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for k := range a {
			if v, ok := b[k]; !ok || !same(a[k], v) {
				return false
			}
		}
		return true
	}
	switch b.(type) {
	case []any, map[string]any:
		return false
	}
	return a == b
}
