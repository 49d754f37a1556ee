// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

	"hearsay"
	"hearsay/internal/export"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type exportCommand struct {
	What     string `arg:"" optional:"" default:"documents" enum:"documents,stories,claims,stix,misp,warc,wacz,capsule,site" help:"What to print: ${enum}."`
	ID       string `arg:"" optional:"" help:"capsule: the claim. site: the folder."`
	Format   string `enum:"jsonl,csv,parquet,ris,csl,graphml" default:"jsonl" help:"jsonl: one record a line; csv, parquet: a table; ris, csl: documents as citations; graphml: claims with documents and voices as a graph."`
	JSON     bool   `help:"The same as --format jsonl."`
	Name     string `default:"hearsay" help:"stix, misp: whose claims they are; site: whose it is."`
	Story    string `xor:"part" help:"documents, claims, stix, misp: those of this story; warc, wacz: only what the documents of this story were read from." placeholder:"ID"`
	Claim    string `xor:"part" help:"claims, capsule, stix, misp: the claim. warc, wacz: only the documents that carry or answer this claim, and those they are traced back to." placeholder:"ID"`
	Document string `xor:"part" help:"warc, wacz: only the capture of this document." placeholder:"ID"`
	From     string `xor:"part" help:"warc, wacz: only what was fetched then or later: a day or a time." placeholder:"DATE"`
	To       string `help:"warc, wacz: only what was fetched then, on that day, or before." placeholder:"DATE"`
	Ceiling  string `default:"clear" help:"capsule, stix, misp: the strictest marking that whoever gets it may see."`
	Known    string `help:"capsule: a head of the log that whoever gets it has written down; that the log grew out of it is proved." placeholder:"LEAVES:ROOT"`
	Out      string `help:"capsule, parquet: write it into this file." placeholder:"FILE"`
	Public   string `help:"site: where it will stand." placeholder:"URL"`
	Contact  string `help:"site: where replies are to be sent: an e-mail address or a page." placeholder:"ADDRESS"`
}

// Help is shown by hearsay export --help.
func (exportCommand) Help() string {
	return `Prints the ledger, one record a line, in an order that depends on the records alone. What is printed of documents
can be checked on another machine with hearsay verify FILE.

warc and wacz print the captures themselves, the records as they lie in the archive, in the order in which they were
stored: WARC/1.1, one gzip member each, and the same with an index and a description, for players of archives. The same
captures come out of them where they are imported.

stix prints claims as a STIX 2.1 bundle: reports of notes and opinions, and an extension that is defined in it for chains, origins
and status. Of what is marked more strictly than --ceiling nothing is in it. misp prints them as events for MISP, one a claim, as far as its
format has words for them. A status that was decided comes first in both, with the derived one beside it; in the table of claims that is
status, and what was decided is decided status.

capsule puts a claim into one file with all that it rests on: captures with their proofs, texts, chains, responses, origins with
reasons, history, decisions, and a page to read. hearsay verify FILE.zip checks it on any machine, without a ledger.

site writes what everybody may see as a folder that any web server can give out: the digests, stories and claims with who answers,
an archive by date, tag, author and outlet, feeds of each, and a sitemap. Of articles there is a title, a short quotation and a link.
Written again, it replaces itself.

Examples:
  hearsay export > documents.jsonl
  hearsay export stories --format jsonl     a line a story, with its documents and the files or addresses they came from
  hearsay export claims --format csv > claims.csv
  hearsay export claims --format parquet --out claims.parquet
  hearsay export claims --format graphml --story t3f1… > story.graphml
  hearsay export documents --format ris --story t3f1… > story.ris
  hearsay export claims | jq 'select(.history[-1].status == "rumour")'
  hearsay export warc --claim k3f1… > evidence.warc.gz
  hearsay export stix --story t3f1… --ceiling green --name "Harbour Desk" > bundle.json
  hearsay export misp --claim k3f1… --ceiling amber > event.json
  hearsay export wacz --from 2026-03-01 --to 2026-03-07 > week.wacz
  hearsay export capsule k3f1… --out claim.zip
  hearsay export site public --public https://news.example --contact replies@news.example`
}

// Run prints what was asked for.
func (c *exportCommand) Run(ctx context.Context, a *app) error {
	if err := c.check(a); err != nil {
		return err
	}
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	switch c.What {
	case "stix":
		return c.stix(ctx, a)
	case "misp":
		return c.misp(ctx, a)
	case "capsule":
		return c.capsule(ctx, a)
	case "site":
		return c.site(ctx, a)
	case "warc", "wacz":
		return c.archive(ctx, a, r)
	case "stories":
		return c.stories(ctx, a, r)
	case "claims":
		return c.claims(ctx, a, r)
	}
	return c.documents(ctx, a, r)
}

const exportBatch = 200

// eachDocument goes through all documents, the oldest first, or those of a story.
func (c *exportCommand) eachDocument(ctx context.Context, r store.Reader, do func(*hearsay.Document) error) error {
	if c.Story != "" {
		if _, err := r.Story(ctx, hearsay.StoryID(c.Story)); err != nil {
			return err
		}
		docs, err := r.StoryDocuments(ctx, hearsay.StoryID(c.Story))
		for i := 0; err == nil && i < len(docs); i++ {
			err = do(&docs[i])
		}
		return err
	}
	var last hearsay.DocumentID
	for {
		docs, err := r.Documents(ctx, store.DocumentFilter{OldestFirst: true, After: last, Limit: exportBatch})
		if err != nil || len(docs) == 0 {
			return err
		}
		for i := range docs {
			if err := do(&docs[i]); err != nil {
				return err
			}
			last = docs[i].ID
		}
	}
}

func eachStory(ctx context.Context, r store.Reader, do func(hearsay.Story) error) error {
	var last hearsay.StoryID
	for {
		stories, err := r.Stories(ctx, store.StoryFilter{After: last, Limit: exportBatch})
		if err != nil || len(stories) == 0 {
			return err
		}
		for _, s := range stories {
			if err := do(s); err != nil {
				return err
			}
			last = s.ID
		}
	}
}

// exportStory prints a story with the IDs and the addresses or file names of its documents.
func exportStory(ctx context.Context, a *app, r store.Reader, s hearsay.Story) error {
	docs, err := ledger.DocumentLines(ctx, r, s.ID)
	if err != nil {
		return err
	}
	full, err := r.StoryDocuments(ctx, s.ID)
	if err != nil {
		return err
	}
	var files []string
	for _, d := range full {
		c, err := r.Capture(ctx, d.Capture)
		if err != nil {
			return err
		}
		files = append(files, c.URL)
	}
	return export.Line(a.stdout, map[string]any{"story": ledger.LineOfStory(s), "documents": docs, "captures": files})
}

// eachClaim goes through all claims, those of a story, or one.
func (c *exportCommand) eachClaim(ctx context.Context, r store.Reader, do func(*ledger.ClaimView) error) error {
	view := func(id hearsay.ClaimID) error {
		v, err := ledger.ViewClaim(ctx, r, id, pipeline.Moment{})
		if err != nil {
			return err
		}
		return do(v)
	}
	ofStory := func(s hearsay.Story) error {
		claims, err := r.ClaimsOf(ctx, s.ID)
		for i := 0; err == nil && i < len(claims); i++ {
			err = view(claims[i].ID)
		}
		return err
	}
	switch {
	case c.Claim != "":
		return view(hearsay.ClaimID(c.Claim))
	case c.Story != "":
		s, err := r.Story(ctx, hearsay.StoryID(c.Story))
		if err != nil {
			return err
		}
		return ofStory(s)
	}
	return eachStory(ctx, r, ofStory)
}
