// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package posts

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
)

// told reads a file and tells of each row what was read, or why it was not.
func told(t *testing.T, name, file string) []string {
	t.Helper()
	var out []string
	for p, err := range (File{Name: name, Reader: strings.NewReader(file), Shares: true}).Posts() {
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		line := fmt.Sprintf("%d %s %s", p.Row, p.Account, p.At.Format(time.RFC3339Nano))
		for _, f := range [][2]string{{"", strings.ReplaceAll(p.Text, "\n", " / ")}, {"at ", p.URL}, {"links ", strings.Join(p.Links, " ")}, {"answers ", p.ReplyTo},
			{"passes on ", p.RepostOf}, {"of ", p.Original}, {"shares ", p.Object}} {
			if f[1] != "" {
				line += "; " + f[0] + f[1]
			}
		}
		if !p.Edited.IsZero() {
			line += "; edited " + p.Edited.Format(time.RFC3339)
		}
		out = append(out, line)
	}
	return out
}

func check(t *testing.T, name, file string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, told(t, name, file)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestTablesAreReadByTheNamesOfTheirColumns(t *testing.T) {
	check(t, "a comma", "id,Author,Created At,content,reply_to\n17,@wren,2026-03-02 08:00:00,\"Dark, again.\nSince Sunday.\",12\n",
		"1 wren 2026-03-02T08:00:00Z; Dark, again. / Since Sunday.; answers 12")
	check(t, "semicolons and a mark", "\ufeffuser_id;timestamp;text;url\r\nmoss;1772438400;See https://courier.example/lamp.;https://net.example/moss/status/5\r\n",
		"1 moss 2026-03-02T08:00:00Z; See https://courier.example/lamp.; at https://net.example/moss/status/5; links https://courier.example/lamp")
	check(t, "tabs and a link", "username\tdate\turl\nmoss\t2026-03-02T08:00:00+01:00\thttps://courier.example/lamp\n",
		"1 moss 2026-03-02T07:00:00Z; links https://courier.example/lamp")
	check(t, "what is shared", "object_id,account_id,content_id,timestamp_share\n3857,582,114e,1623881091.0\n3857,583,114f,1623881092.5\n",
		"1 582 2021-06-16T22:04:51Z; shares 3857", "2 583 2021-06-16T22:04:52.5Z; shares 3857")
	check(t, "lines of JSON", `{"id":7,"user":{"screen_name":"wren"},"created_at":"Mon Mar 02 08:00:00 +0000 2026","full_text":"Dark.","urls":[{"expanded_url":"https://a.example/1"}]}`+"\n"+
		`{"id":8,"user":{"screen_name":"moss"},"created_at":"Mon Mar 02 08:00:01 +0000 2026","full_text":"RT @wren: Dark.","retweeted_status_id":7}`+"\n",
		"1 wren 2026-03-02T08:00:00Z; Dark.; links https://a.example/1", "2 moss 2026-03-02T08:00:01Z; RT @wren: Dark.; passes on 7")
	check(t, "a list of JSON", `[{"author":"wren","time":1772438400123,"text":"Dark."},{"author":"wren","time":"2026-03-02","text":"Still."}]`,
		"1 wren 2026-03-02T08:00:00.123Z; Dark.", "2 wren 2026-03-02T00:00:00Z; Still.")
}

func TestMissingColumnIsNamed(t *testing.T) {
	for _, c := range []struct{ file, missing, hint string }{
		{"id,when,text\n1,2,3\n", "no column for the account; there are id, when, text", "call one account, "},
		{"author,text\nwren,Dark.\n", "no column for the time; there are author, text", "call one time, timestamp"},
		{"author,time,colour\nwren,1772438400,red\n", "no column for the text; there are author, time, colour", "call one text, "},
		{`{"author":"wren","text":"Dark."}` + "\n", "no column for the time; there are author, text", "call one time"},
		{`[{"time":1,"text":"Dark."}]`, "no column for the account; there are text, time", "call one account"},
	} {
		n := 0
		for _, err := range (File{Name: "t.csv", Reader: strings.NewReader(c.file)}).Posts() {
			n++
			fault, ok := errors.AsType[*hearsay.Fault](err)
			if !ok || !errors.Is(err, hearsay.ErrInvalid) || err.Error() != "read t.csv: "+c.missing || !strings.HasPrefix(fault.Hint, c.hint) {
				t.Errorf("%q: error %v, want %q", c.file, err, c.missing)
			}
		}
		if n != 1 {
			t.Errorf("%q: %d errors", c.file, n)
		}
	}
}

func TestBadRowsAreNamedAndTheOthersRead(t *testing.T) {
	table := "author,time,text\n" +
		"wren,1772438400,One.\n" +
		",1772438401,Two.\n" +
		"moss,yesterday,Three.\n" +
		"moss,1772438403\n" +
		"moss,1772438404,\"Five\" or so\n" +
		"moss,1772438405,\"Six\n" + // never closed: it is taken alone
		"\n" +
		"moss,1772438406,Seven\xff.\n" +
		"moss,1772438407,\n" +
		"moss,-5,Nine.\n" +
		"moss," + strings.Repeat("9", 70) + ",Ten.\n" +
		"moss,1772438410,Eleven.\n"
	check(t, "posts.csv", table,
		"1 wren 2026-03-02T08:00:00Z; One.",
		"line 3: no account",
		`line 4: the time "yesterday" is not understood`,
		"line 5: it has 2 fields, the first row 3",
		"line 6: its quotation marks do not pair",
		"line 7: a quotation mark is never closed: cannot be read",
		"line 9: it is not valid UTF-8",
		"line 10: no text and no link",
		`line 11: the time "-5" is not understood`,
		`line 12: the time "9999999999999999999999999999999999999999" is not understood`,
		"11 moss 2026-03-02T08:00:10Z; Eleven.")
	check(t, "posts.jsonl", `{"author":"wren","time":1772438400,"text":"One."}`+"\n{broken\n[]\n"+`{"author":"wren","time":1772438402,"text":"Three."}`+"\n"+`{"author":"wren","text":"Four."}`,
		"1 wren 2026-03-02T08:00:00Z; One.",
		"line 2: no object of JSON: invalid character 'b' looking for beginning of object key string",
		"line 3: no object of JSON: json: cannot unmarshal array into Go value of type posts.object",
		"4 wren 2026-03-02T08:00:02Z; Three.",
		"line 5: no time")
}

func TestRawRowIsKept(t *testing.T) {
	for _, err := range (File{Name: "t", Reader: strings.NewReader("author,time,text\n,1772438401,Two.\n")}).Posts() {
		if row, ok := errors.AsType[*RowError](err); !ok || string(row.Raw) != ",1772438401,Two.\n" || row.Line != 2 || row.Row != 1 {
			t.Errorf("%+v", err)
		}
	}
}

const outbox = `{"@context":"https://www.w3.org/ns/activitystreams","id":"outbox.json","type":"OrderedCollection","totalItems":2,"orderedItems":[
{"id":"https://shore.example/users/wren/statuses/1/activity","type":"Create","actor":"https://shore.example/users/wren","published":"2026-03-02T08:00:00Z",
"object":{"id":"https://shore.example/users/wren/statuses/1","type":"Note","summary":"lamps","inReplyTo":"https://other.example/@moss/9","published":"2026-03-02T08:00:00Z","updated":"2026-03-02T09:00:00Z","url":"https://shore.example/@wren/1",
"content":"<p><span class=\"h-card\"><a href=\"https://other.example/@moss\" class=\"u-url mention\">@<span>moss</span></a></span> Dark again: <a href=\"https://courier.example/lamp\"><span class=\"invisible\">https://</span>courier.example/lamp</a></p><p><a href=\"https://shore.example/tags/lamp\" class=\"mention hashtag\">#<span>lamp</span></a></p>"}},
{"id":"https://shore.example/users/wren/statuses/2/activity","type":"Announce","actor":"https://shore.example/users/wren","published":"2026-03-02T08:05:00Z","object":"https://other.example/users/moss/statuses/9"}]}`

const statuses = `[{"id":"11","created_at":"2026-03-02T08:00:00.000Z","edited_at":null,"in_reply_to_id":null,"url":"https://shore.example/@wren/11","uri":"https://shore.example/users/wren/statuses/11",
"content":"<p>Dark.<br>Still.</p>","spoiler_text":"","language":"en","account":{"acct":"wren","url":"https://shore.example/@wren"},"reblog":null,"card":{"url":"https://courier.example/lamp"}},
{"id":"12","created_at":"2026-03-02T08:01:00.000Z","url":null,"uri":"https://shore.example/users/moss/statuses/12/activity","content":"","account":{"acct":"moss@other.example","url":"https://other.example/@moss"},
"reblog":{"id":"11","uri":"https://shore.example/users/wren/statuses/11","content":"<p>Dark.</p>","account":{"acct":"wren","url":"https://shore.example/@wren"}}}]`

func TestMastodonExportAndStatusesAreRead(t *testing.T) {
	check(t, "outbox.json", outbox,
		"1 wren@shore.example 2026-03-02T08:00:00Z; lamps / @moss Dark again: https://courier.example/lamp / #lamp; at https://shore.example/@wren/1; links https://courier.example/lamp; answers https://other.example/@moss/9; edited 2026-03-02T09:00:00Z",
		"2 wren@shore.example 2026-03-02T08:05:00Z; links https://other.example/users/moss/statuses/9; passes on https://other.example/users/moss/statuses/9; of moss@other.example")
	check(t, "one line", strings.ReplaceAll(outbox[:strings.Index(outbox, "}},")], "\n", "")+"}}]}\n",
		"1 wren@shore.example 2026-03-02T08:00:00Z; lamps / @moss Dark again: https://courier.example/lamp / #lamp; at https://shore.example/@wren/1; links https://courier.example/lamp; answers https://other.example/@moss/9; edited 2026-03-02T09:00:00Z")
	check(t, "statuses.json", statuses,
		"1 wren@shore.example 2026-03-02T08:00:00Z; Dark. / Still.; at https://shore.example/@wren/11; links https://courier.example/lamp",
		"2 moss@other.example 2026-03-02T08:01:00Z; Dark.; at https://shore.example/users/moss/statuses/12/activity; passes on https://shore.example/users/wren/statuses/11; of wren@shore.example")
}

const (
	record   = `{"$type":"app.bsky.feed.post","text":"Dark again courier.example/lamp","createdAt":"2026-03-02T08:00:00.000Z","facets":[{"features":[{"$type":"app.bsky.richtext.facet#link","uri":"https://courier.example/lamp"}]}],"reply":{"parent":{"uri":"at://did:plc:moss/app.bsky.feed.post/3a"}},"embed":{"$type":"app.bsky.embed.external","external":{"uri":"https://courier.example/lamp","title":"x"}}}`
	bluePage = "https://bsky.app/profile/did:plc:wren/post/3b"
	rest     = "2026-03-02T08:00:00Z; Dark again courier.example/lamp; at " + bluePage + "; links https://courier.example/lamp; answers at://did:plc:moss/app.bsky.feed.post/3a"
)

func TestBlueskyRecordsAndFeedsAreRead(t *testing.T) {
	uri := `"uri":"at://did:plc:wren/app.bsky.feed.post/3b"`
	view := `{"post":{` + uri + `,"cid":"c","author":{"did":"did:plc:wren","handle":"wren.example"},"record":` + record + `,"indexedAt":"2026-03-02T08:00:01Z"}`
	check(t, "records.jsonl", `{`+uri+`,"cid":"c","value":`+record+`}`+"\n", "1 did:plc:wren "+rest)
	check(t, "list.json", `{"cursor":"3b","records":[{`+uri+`,"cid":"c","value":`+record+`}]}`, "1 did:plc:wren "+rest)
	check(t, "stream.jsonl", `{"did":"did:plc:wren","time_us":1772438400000000,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post","rkey":"3b","record":`+record+`}}`+"\n", "1 did:plc:wren "+rest)
	check(t, "feed.json", `{"feed":[`+view+`},`+view+`,"reason":{"$type":"app.bsky.feed.defs#reasonRepost","by":{"handle":"moss.example"},"indexedAt":"2026-03-02T10:00:00Z"}}],"cursor":"x"}`,
		"1 wren.example "+rest,
		"2 moss.example 2026-03-02T10:00:00Z; Dark again courier.example/lamp; links https://courier.example/lamp "+bluePage+"; passes on at://did:plc:wren/app.bsky.feed.post/3b; of wren.example")
}

func TestFilesOfPostsAreRecognised(t *testing.T) {
	for name, head := range map[string]string{
		"outbox": outbox, "statuses": statuses, "record": `{"uri":"at://x/app.bsky.feed.post/1","value":` + record + `}`,
		"plain": "author,time,text\n", "list": `[{"author":"wren","time":1,"text":"Dark."}]`, "numbers.csv": "a,b\n1,2\n", "x.JSONL": "{}",
	} {
		if !Recognise(name, head) {
			t.Errorf("%s is not recognised", name)
		}
	}
	for name, head := range map[string]string{
		"a story": "The author, the time and the text were agreed on.\nNobody wrote it down.", "settings": `{"author":"wren","colours":["red"]}`, "empty": "",
		"feed": `{"version":"https://jsonfeed.org/version/1.1","items":[]}`, "numbers": "a,b\n1,2\n",
	} {
		if Recognise(name, head) {
			t.Errorf("%s is taken for a file of posts", name)
		}
	}
}

func TestHostileFilesEnd(t *testing.T) {
	for name, file := range map[string]string{
		"one mark": "author,time,text\n" + strings.Repeat("\"\n", 20_000), "a long line": "author,time,text\n" + strings.Repeat("x", 3<<20) + "\nwren,1772438400,End.\n",
		"deep": `{"feed":` + strings.Repeat("[", 100_000), "no list": `{"feed":{"feed":{"a":1}}}`, "nothing": " \n ", "cut": `[{"author":"wren","time":1772438400,"text":"a"},{"auth`,
	} {
		began := time.Now()
		got := told(t, name, file)
		if took := time.Since(began); took > 5*time.Second || len(got) == 0 {
			t.Errorf("%s: %d rows in %v", name, len(got), took)
		}
		if name == "a long line" && got[len(got)-1] != "2 wren 2026-03-02T08:00:00Z; End." {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func FuzzPosts(f *testing.F) {
	f.Add("a.csv", "author,time,text,url\nwren,1772438400,\"Dark, \"\"again\"\"\",https://a.example/1\n")
	f.Add("outbox.json", outbox)
	f.Add("statuses.json", statuses)
	f.Add("x.jsonl", `{"uri":"at://did:plc:wren/app.bsky.feed.post/3b","value":`+record+"}\n")
	f.Fuzz(func(t *testing.T, name, file string) {
		Recognise(name, file)
		for p, err := range (File{Name: name, Reader: strings.NewReader(file), Shares: true}).Posts() {
			if err == nil && (p.Account == "" || p.At.IsZero() || p.Row < 1) {
				t.Errorf("post %+v", p)
			}
		}
	})
}
