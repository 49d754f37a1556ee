// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package digest

import "strconv"

// Alerts are what a letter of alerts tells.
type Alerts struct {
	Items  []AlertItem
	More   int // that are not in the letter, for want of room
	Hidden int // that do not leave the desk by e-mail: of what is marked above CLEAR
}

// AlertItem is one alert. Its words are outside text, verbatim; addresses are paths on the desk. What there is none of is empty.
type AlertItem struct {
	Words, WordsPath   string   // a claim, or the title of a story; or the address of a page
	Said               bool     // the words are a claim's
	Did                string   // what happened, in a line
	Before, After      string   // where the claim stood, and where it stands since: "rumour, 1 origin"
	Origins            []string // where its chains end
	Changes            []string // of a page or a later version, one each
	Source, SourcePath string   // the document that brought it about, by outlet, title and date
	Because            []string // what is followed
}

// mostAlerts is how many alerts one letter tells.
const mostAlerts = 20

// AlertMail gives alerts as a message. base is the public address of the desk without a slash at its end; unsubscribe is where the recipient
// leaves. As with issues, nothing is loaded when it is read.
func AlertMail(a Alerts, base, unsubscribe string) (Mail, error) {
	n := len(a.Items) + a.Hidden
	if len(a.Items) > mostAlerts {
		a.Items, a.More = a.Items[:mostAlerts], len(a.Items)-mostAlerts
	}
	subject := strconv.Itoa(n) + " alerts"
	if n == 1 {
		subject = "1 alert"
	}
	if len(a.Items) == 1 && n == 1 {
		subject = "Alert: " + shown(a.Items[0].Did)
	}
	items := make([]AlertItem, len(a.Items))
	for i, x := range a.Items {
		x.Words, x.Did, x.Before, x.After, x.Source = shown(x.Words), shown(x.Did), shown(x.Before), shown(x.After), shown(x.Source)
		x.Origins, x.Changes, x.Because = allShown(x.Origins), allShown(x.Changes), allShown(x.Because)
		items[i] = x
	}
	return fillMail("alerts", subject, map[string]any{"Items": items, "More": a.More, "Hidden": a.Hidden, "Base": base, "Unsubscribe": unsubscribe})
}

func allShown(words []string) []string {
	out := make([]string, len(words))
	for i, s := range words {
		out[i] = shown(s)
	}
	return out
}
