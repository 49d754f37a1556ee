// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsaytest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"sync"
	"time"
)

// quietLog drops what servers say of clients that hang up.
var quietLog = log.New(io.Discard, "", 0)

// BadManners are the manners of hosts that do not behave, in a fixed order.
// "hub" is none: the host behind it, which is "far", sends whoever asks for its pages there.
var BadManners = []string{"silent", "dripping", "endless", "short", "twofold", "looping", "inside", "hub", "far", "chained",
	"flapping", "busy", "forbidding", "broken", "bombing", "binary", "chatty", "refuses"}

type manner = func(h *CrowdHost, w http.ResponseWriter, r *http.Request)

// crowdManners are what hosts do when they are asked. The feed of most bad ones is as it should be, so that their pages
// are asked for.
var crowdManners = map[string]manner{
	"good":     good,
	"hub":      good,
	"silent":   func(_ *CrowdHost, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	"dripping": pagesAre(func(w http.ResponseWriter, r *http.Request) { pour(w, r, "x", 100*time.Millisecond) }),
	"endless": pagesAre(func(w http.ResponseWriter, r *http.Request) {
		pour(w, r, strings.Repeat("words ", 2000), 10*time.Millisecond)
	}),
	"short": pagesAre(func(w http.ResponseWriter, _ *http.Request) {
		raw(w, "Content-Length: 100000\r\n\r\n<p>The first words")
	}),
	"twofold": pagesAre(func(w http.ResponseWriter, _ *http.Request) {
		raw(w, "Content-Length: 5\r\nContent-Length: 6\r\n\r\nwords")
	}),
	"looping": pagesAre(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }),
	"inside": pagesAre(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/", http.StatusFound)
	}),
	"far": func(h *CrowdHost, w http.ResponseWriter, r *http.Request) {
		if isPage(r) {
			http.Redirect(w, r, h.before+r.URL.Path, http.StatusFound)
			return
		}
		good(h, w, r)
	},
	"chained": pagesAre(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path+"x", http.StatusMovedPermanently)
	}),
	"flapping": func(h *CrowdHost, w http.ResponseWriter, r *http.Request) {
		if h.turn()%3 == 2 {
			raw(w, "")
			return
		}
		good(h, w, r)
	},
	"busy": pagesAre(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "86400000")
		w.WriteHeader(http.StatusTooManyRequests)
	}),
	"forbidding": func(h *CrowdHost, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nDisallow: /page\n")
			return
		}
		good(h, w, r)
	},
	"broken": func(h *CrowdHost, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		good(h, w, r)
	},
	"bombing": pagesAre(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb())
	}),
	"binary": pagesAre(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		fmt.Fprint(w, "\x89PNG\r\n\x1a\n")
	}),
	"chatty":  pagesAre(func(w http.ResponseWriter, _ *http.Request) { raw(w, strings.Repeat("X-Field: y\r\n", 20_000)+"\r\n") }),
	"refuses": good, // its server does not listen
}

func isPage(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/page") }

// pagesAre is a host whose pages are served by f and all else as it should be.
func pagesAre(f http.HandlerFunc) manner {
	return func(h *CrowdHost, w http.ResponseWriter, r *http.Request) {
		if isPage(r) {
			f(w, r)
			return
		}
		good(h, w, r)
	}
}

// good serves a feed and its pages.
func good(h *CrowdHost, w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/feed":
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, "<rss><channel><title>%s</title>", h.Name)
		for i := range h.Pages {
			fmt.Fprintf(w, "<item><title>Page %d</title><link>%s/page/%d</link></item>", i, h.URL, i)
		}
		fmt.Fprint(w, "</channel></rss>")
	case isPage(r):
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<html><title>%s of %s</title><body><p>%s</p></body></html>", r.URL.Path, h.Name, strings.Repeat("The harbour master said so. ", 40))
	default:
		http.NotFound(w, r)
	}
}

func (h *CrowdHost) turn() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.n
}

// pour writes a piece again and again, until the client has gone.
func pour(w http.ResponseWriter, r *http.Request, piece string, pause time.Duration) {
	w.Header().Set("Content-Type", "text/html")
	for r.Context().Err() == nil {
		if _, err := io.WriteString(w, piece); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(pause):
		}
	}
}

// raw writes an answer that net/http would not, and hangs up. An empty one is no answer.
func raw(w http.ResponseWriter, rest string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	if rest != "" {
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"+rest)
	}
}

// bomb is 64 MiB in 64 KB.
var bomb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for range 64 {
		_, _ = z.Write(make([]byte, 1<<20))
	}
	_ = z.Close()
	return b.Bytes()
})
