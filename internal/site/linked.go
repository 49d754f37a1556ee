// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/web"
)

// What machines are told of a page: schema.org as JSON-LD. Fields that are empty are left out.

// ld is an object of schema.org.
type ld map[string]any

const schema = "https://schema.org"

func (b *builder) publisher() ld {
	return ld{"@type": "Organization", "name": b.Name, "url": b.url("/")}
}

// article tells of an issue.
func (b *builder) article(p *issuePage, at *issueRef) ld {
	var cited []ld
	for _, s := range p.View.Sources {
		one := ld{"@type": "CreativeWork", "name": web.Plain(cut(s.Title)), "publisher": ld{"@type": "Organization", "name": web.Plain(s.Outlet)}}
		if u := web.Outside(s.URL); u != "" {
			one["url"] = u
		}
		if s.Published != "" {
			one["datePublished"] = s.Published
		}
		cited = append(cited, one)
	}
	a := ld{"@context": schema, "@type": "NewsArticle", "headline": web.Plain(at.Title), "datePublished": stamp(at.Published), "dateModified": stamp(at.updated()),
		"author": ld{"@type": "Person", "name": web.Plain(at.Publisher)}, "publisher": b.publisher(), "url": b.url(issueAt(at.Number)), "mainEntityOfPage": b.url(issueAt(at.Number)),
		"issueNumber": fmt.Sprint(at.Number), "isAccessibleForFree": true}
	if cited != nil {
		a["citation"] = cited
	}
	return a
}

// ratings say in words what a status is, where somebody who can know has answered, or a record does. The other statuses count origins:
// they review nothing, and a list of reviews that had them would be read as a list of verdicts.
var ratings = map[hearsay.Status]string{
	hearsay.Retracted: "Retracted by those who said it",
	hearsay.Refuted:   "Denied by a party that can know, and a document says otherwise",
	hearsay.Confirmed: "Confirmed by a party that can know",
	hearsay.Denied:    "Denied by a party that can know; not shown to be false",
	hearsay.Disputed:  "Disputed: named voices contradict each other",
}

// review tells of a claim: as a review where there is something to tell of how it was answered, or a person decided that there is, and as
// the claim alone otherwise. There is no number in it: a status is no degree of truth.
func (b *builder) review(p *web.ClaimPage) ld {
	page := b.url(claimAt(p.Claim.ID))
	claim := ld{"@type": "Claim", "text": web.Plain(cut(p.Claim.Text))}
	title, outlet, _ := p.Home.Told()
	first := ld{"@type": "CreativeWork", "name": web.Plain(cut(title)), "publisher": ld{"@type": "Organization", "name": web.Plain(outlet)}, "datePublished": stamp(p.Home.Document.When())}
	if u := web.Outside(p.Home.Document.URL); u != "" {
		first["url"] = u
	}
	claim["appearance"] = first
	stands := hearsay.Standing{Decided: p.Decided(), Derived: p.Now}
	rating, why := ratings[stands.Status()], ""
	if rating == "" {
		claim["@context"], claim["url"] = schema, page
		return claim
	}
	if stands.Derived != nil {
		why = fmt.Sprintf("%d to %d independent origins. ", p.Now.Low, p.Now.High)
	}
	if d := stands.Decided; d != nil {
		rating = strings.ToUpper(d.Value[:1]) + d.Value[1:] + ", as this desk decided"
		if stands.Derived != nil {
			rating += "; " + string(p.Now.Status) + " by what is derived"
		}
		why = "Decided because " + web.Plain(d.Reason) + ". " + why
	}
	return ld{"@context": schema, "@type": "ClaimReview", "url": page, "claimReviewed": web.Plain(cut(p.Claim.Text)), "itemReviewed": claim, "author": b.publisher(),
		"datePublished": stamp(stands.Known()),
		"reviewRating": ld{"@type": "Rating", "alternateName": rating,
			"ratingExplanation": why + "A status is a judgement on the evidence at hand, not on the truth."}}
}

// collection tells of a list.
func (b *builder) collection(v view, path string, leads []link) ld {
	items := []ld{}
	for i, l := range leads {
		items = append(items, ld{"@type": "ListItem", "position": i + 1, "name": web.Plain(l.Name), "url": b.url(l.Path)})
	}
	return ld{"@context": schema, "@type": "CollectionPage", "name": web.Plain(v.Title), "url": b.url(path), "publisher": b.publisher(),
		"mainEntity": ld{"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}}
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
