// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The expectations of the feedparser set are Python expressions over what its parser gives. This file reads and
// evaluates the forms that occur: names, strings, numbers, tuples, lists, dictionaries, indexing, attributes, calls of
// len, ord and has_key, +, comparisons, "not", "and", "or".

// expectation is a parsed expression and the fields that it speaks of.
type expectation struct {
	eval   func(env map[string]any) (any, error)
	fields []string // "feed.title", "entry.link", "encoding"
}

var errUnread = errors.New("expression of an unknown form")

type expectParser struct {
	tokens []token
	at     int
	fields []string
}

type token struct {
	kind rune // 'n'ame, 's'tring, 'd'igits, or the operator itself as 'o'
	text string
}

type evaluator func(env map[string]any) (any, error)

func parseExpectation(s string) (e expectation, err error) {
	tokens, err := lexPython(s)
	if err != nil {
		return e, err
	}
	p := &expectParser{tokens: tokens}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errUnread, r)
		}
	}()
	ev := p.or()
	if p.at < len(p.tokens) {
		return e, fmt.Errorf("%w: %q is left over", errUnread, p.tokens[p.at].text)
	}
	return expectation{eval: ev, fields: p.fields}, nil
}

func (p *expectParser) peek() string {
	if p.at < len(p.tokens) && p.tokens[p.at].kind != 's' {
		return p.tokens[p.at].text
	}
	return ""
}

func (p *expectParser) accept(words ...string) bool {
	for i, w := range words {
		if p.at+i >= len(p.tokens) || p.tokens[p.at+i].kind == 's' || p.tokens[p.at+i].text != w {
			return false
		}
	}
	p.at += len(words)
	return true
}

func (p *expectParser) must(w string) {
	if !p.accept(w) {
		panic("expected " + w)
	}
}

func (p *expectParser) or() evaluator {
	left := p.and()
	for p.accept("or") {
		l, r := left, p.and()
		left = func(env map[string]any) (any, error) {
			if v, err := l(env); err == nil && truth(v) {
				return v, nil
			}
			return r(env)
		}
	}
	return left
}

func (p *expectParser) and() evaluator {
	left := p.not()
	for p.accept("and") {
		l, r := left, p.not()
		left = func(env map[string]any) (any, error) {
			if v, err := l(env); err != nil || !truth(v) {
				return v, err
			}
			return r(env)
		}
	}
	return left
}

// not reads "not X". "not bozo", the feed was well-formed, holds where it was read to its end; "bozo" alone always
// holds, since hearsay keeps no list of the flaws that it reads past.
func (p *expectParser) not() evaluator {
	if p.accept("not", "bozo") {
		return func(env map[string]any) (any, error) { return env["truncated"] != true, nil }
	}
	if p.accept("bozo") {
		return constant(true)
	}
	if p.accept("not") {
		inner := p.not()
		return func(env map[string]any) (any, error) {
			v, err := inner(env)
			if errors.Is(err, errMissing) {
				return true, nil
			}
			return !truth(v), err
		}
	}
	return p.comparison()
}

func (p *expectParser) comparison() evaluator {
	left := p.sum()
	var chain []compared
	for op := p.operator(); op != ""; op = p.operator() {
		chain = append(chain, compared{op, p.sum()})
	}
	if len(chain) == 0 {
		return left
	}
	return func(env map[string]any) (any, error) {
		a, err := left(env)
		for _, c := range chain {
			b, errB := c.right(env)
			if err = errors.Join(err, errB); err != nil {
				return nil, err
			}
			if !related(c.op, a, b) {
				return false, nil
			}
			a = b
		}
		return true, nil
	}
}

// compared is one link of a chain of comparisons: a == b == c.
type compared struct {
	op    string
	right evaluator
}

func (p *expectParser) operator() string {
	switch {
	case p.accept("=="), p.accept("is"):
		return "=="
	case p.accept("!="):
		return "!="
	case p.accept("not", "in"):
		return "not in"
	}
	return ""
}

func related(op string, a, b any) bool {
	switch op {
	case "==":
		return same(a, b)
	case "!=":
		return !same(a, b)
	}
	m, ok := b.(map[string]any)
	_, has := m[fmt.Sprint(a)]
	return ok && !has
}

func (p *expectParser) sum() evaluator {
	left := p.postfix()
	for p.accept("+") {
		l, r := left, p.postfix()
		left = func(env map[string]any) (any, error) {
			a, errA := l(env)
			b, errB := r(env)
			if err := errors.Join(errA, errB); err != nil {
				return nil, err
			}
			return fmt.Sprint(a) + fmt.Sprint(b), nil
		}
	}
	return left
}

func constant(v any) evaluator { return func(map[string]any) (any, error) { return v, nil } }

func truth(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case bool:
		return v
	case string:
		return v != ""
	case float64:
		return v != 0
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	}
	return true
}

// lexPython parts an expression into tokens; escapes in strings are resolved.
func lexPython(s string) ([]token, error) {
	var out []token
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case strings.HasPrefix(s, "u'"), strings.HasPrefix(s, `u"`):
			s = s[1:]
		case r == '\'' || r == '"':
			text, rest, err := lexString(s)
			if err != nil {
				return nil, err
			}
			out = append(out, token{'s', text})
			s = rest
		case unicode.IsLetter(r) || r == '_':
			end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
			out, s = append(out, token{'n', cut(s, end)}), s[len(cut(s, end)):]
		case unicode.IsDigit(r) || r == '-' && len(s) > 1 && unicode.IsDigit(rune(s[1])):
			end := 1 + strings.IndexFunc(s[1:], func(r rune) bool { return !unicode.IsDigit(r) && r != '.' })
			out, s = append(out, token{'d', cut(s, end)}), s[len(cut(s, end)):]
		case strings.HasPrefix(s, "==") || strings.HasPrefix(s, "!="):
			out, s = append(out, token{'o', s[:2]}), s[2:]
		case strings.ContainsRune("()[]{},.:+", r):
			out, s = append(out, token{'o', s[:n]}), s[n:]
		default:
			return nil, fmt.Errorf("%w: %q", errUnread, s)
		}
	}
	return out, nil
}

func cut(s string, end int) string {
	if end <= 0 {
		return s
	}
	return s[:end]
}

func lexString(s string) (text, rest string, err error) {
	quote := s[:1]
	if strings.HasPrefix(s, strings.Repeat(quote, 3)) {
		quote = s[:3]
	}
	s = s[len(quote):]
	var b strings.Builder
	for s != "" {
		if strings.HasPrefix(s, quote) {
			return b.String(), s[len(quote):], nil
		}
		if r, n := utf8.DecodeRuneInString(s); r != '\\' {
			b.WriteRune(r)
			s = s[n:]
			continue
		}
		r, _, tail, err := strconv.UnquoteChar(s, quote[0])
		if err != nil {
			b.WriteByte('\\')
			s = s[1:]
			continue
		}
		b.WriteRune(r)
		s = tail
	}
	return "", "", fmt.Errorf("%w: a string without end", errUnread)
}
