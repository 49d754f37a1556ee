package linear

import "math"

// Averaged (lab)
func (p *Perceptron) Averaged() *Perceptron {
	m := *p
	m.Merge()
	q := NewPerceptron(p.classes)
	q.rows = m.rows
	q.now = make([]float32, len(m.now))
	for i := range q.now {
		q.now[i] = float32(m.average(i))
	}
	return q
}

func (p *Perceptron) Cut(cut int) {
	k := len(p.classes)
	for r := range p.rows.keys {
		if int(p.updates[r]) < cut {
			for c := range k {
				p.now[r*k+c] = 0
				p.lag[r*k+c] = 0
			}
		}
	}
}

// Quant rounds to steps.
func (p *Perceptron) Quant(q float64) {
	g := 0.0
	for _, w := range p.now {
		g = max(g, math.Abs(float64(w)))
	}
	scale := 127 / (g / q)
	println("greatest", int(g*1000), "step", int(1000/scale))
	for i, w := range p.now {
		p.now[i] = float32(max(-127, min(127, math.Round(float64(w)*scale))))
	}
}

// Prune drops rows with small averages; it gives the number of rows left.
func (p *Perceptron) Prune(cut int, least float64) int {
	k := len(p.classes)
	n := 0
	for r := range p.rows.keys {
		g := 0.0
		for c := range k {
			g = max(g, math.Abs(float64(p.now[r*k+c])-p.lag[r*k+c]/float64(max(p.step, 1))))
		}
		if int(p.updates[r]) < cut || g < least {
			for c := range k {
				p.now[r*k+c] = 0
				p.lag[r*k+c] = 0
			}
			p.updates[r] = 0
			continue
		}
		n++
	}
	return n
}
