// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package warc

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Entry is where the record of one answer lies in an archive.
type Entry struct {
	URL    string
	Date   time.Time
	Media  string
	Status int    // of HTTP; 0 where there was none
	Digest string // labelled, of the payload
	File   string
	Offset int64
	Length int64
}

// Line is the entry as a line of a CDXJ index, without its end: what is looked for (see [SURT]), the time to the second,
// and the rest as JSON. Sorted by their bytes, the lines of an index are in order.
func (e *Entry) Line() (string, error) {
	media, _, _ := strings.Cut(e.Media, ";")
	fields := struct {
		URL    string `json:"url"`
		Media  string `json:"mime,omitempty"`
		Status string `json:"status,omitempty"`
		Digest string `json:"digest"`
		Length string `json:"length"`
		Offset string `json:"offset"`
		File   string `json:"filename"`
	}{e.URL, strings.TrimSpace(media), "", e.Digest, strconv.FormatInt(e.Length, 10), strconv.FormatInt(e.Offset, 10), e.File}
	if e.Status != 0 {
		fields.Status = strconv.Itoa(e.Status)
	}
	rest, err := json.Marshal(fields)
	if err != nil {
		return "", fmt.Errorf("index %s: %w", e.URL, err)
	}
	return SURT(e.URL) + " " + e.Date.UTC().Format("20060102150405") + " " + string(rest), nil
}

// SURT is the sort-friendly form of an address, under which indexes of archives list it: the labels of the host from
// the last to the first, without "www"; the path; the parameters in order; all in small letters. An address of another
// form than a web address stays as it is, escaped.
func SURT(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return escape(strings.ToLower(address))
	}
	host, port := u.Hostname(), u.Port()
	labels := strings.Split(strings.ToLower(host), ".")
	if len(labels) > 2 && isWWW(labels[0]) {
		labels = labels[1:]
	}
	slices.Reverse(labels)
	key := strings.Join(labels, ",")
	if port != "" && port != map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)] {
		key += ":" + port
	}
	key += ")" + escape(strings.ToLower(path.Join("/", u.Path)))
	if u.RawQuery != "" {
		parameters := strings.Split(strings.ToLower(escape(u.RawQuery)), "&")
		slices.Sort(parameters)
		key += "?" + strings.Join(parameters, "&")
	}
	return key
}

// isWWW reports whether a label is www, www1 and so on.
func isWWW(label string) bool {
	number, ok := strings.CutPrefix(label, "www")
	return ok && strings.Trim(number, "0123456789") == ""
}

// escape writes bytes that would end a line or a column, or are no ASCII, as %xx.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02x", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
