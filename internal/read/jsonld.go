// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

// linkedData is what a page says of its article in JSON-LD.
type linkedData struct {
	headline, published, language string
	authors                       []string
	bodies                        []string // authors that are organisations: an agency, or the outlet itself
	publisher                     string
	credit                        string
}

var articleTypes = sync.OnceValue(func() map[string]bool { return listWords("articletypes") })

const maxJSONDepth = 32

// read adds what one script says; the first statement of each field wins.
func (l *linkedData) read(script string) {
	if len(script) > maxJSONLD {
		return
	}
	var v any
	script = strings.TrimSuffix(strings.TrimSpace(script), ";")
	if json.Unmarshal([]byte(script), &v) != nil {
		// Line ends inside strings are the commonest mistake.
		if json.Unmarshal([]byte(collapse(script)), &v) != nil {
			return
		}
	}
	l.walk(v, 0)
}

func (l *linkedData) walk(v any, depth int) {
	if depth > maxJSONDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			l.walk(e, depth+1)
		}
	case map[string]any:
		if slices.ContainsFunc(texts(v["@type"]), func(t string) bool { return articleTypes()[t] }) {
			l.article(v)
			return
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			l.walk(v[key], depth+1)
		}
	}
}

func (l *linkedData) article(v map[string]any) {
	set := func(field *string, keys ...string) {
		for _, k := range keys {
			if t := texts(v[k]); *field == "" && len(t) > 0 {
				*field = collapse(t[0])
			}
		}
	}
	set(&l.headline, "headline", "name")
	set(&l.published, "datePublished", "dateCreated")
	set(&l.language, "inLanguage")
	set(&l.publisher, "publisher")
	set(&l.credit, "creditText", "sourceOrganization", "provider")
	if len(l.authors)+len(l.bodies) == 0 {
		l.people(v["author"], 0)
	}
}

// people sorts authors into persons and organisations.
func (l *linkedData) people(v any, depth int) {
	switch v := v.(type) {
	case string:
		l.authors = append(l.authors, splitNames(cleanByline(v))...)
	case []any:
		for _, e := range v[:min(len(v), 20)] {
			if depth < 3 {
				l.people(e, depth+1)
			}
		}
	case map[string]any:
		names := texts(v["name"])
		if len(names) == 0 {
			return
		}
		if slices.ContainsFunc(texts(v["@type"]), func(t string) bool { return strings.HasSuffix(t, "Organization") }) {
			l.bodies = append(l.bodies, collapse(names[0]))
			return
		}
		l.authors = append(l.authors, splitNames(cleanByline(names[0]))...)
	}
}

// texts gives the strings in a value: itself, its elements, or its name.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		if v = strings.TrimSpace(v); v != "" {
			return []string{v}
		}
	case []any:
		var out []string
		for _, e := range v[:min(len(v), 20)] {
			if s, ok := e.(string); ok {
				out = append(out, s)
			} else if m, ok := e.(map[string]any); ok {
				out = append(out, texts(m["name"])...)
			}
		}
		return out
	case map[string]any:
		if s, ok := v["name"].(string); ok {
			return texts(s)
		}
		if s, ok := v["@value"].(string); ok {
			return texts(s)
		}
	}
	return nil
}
