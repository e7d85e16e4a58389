import { deviceCodes, homeText } from '../text/home/index.ts'
import './home.css'
import { useEffect, useState } from 'react'
import { ask } from '../hub/http.ts'
import { LanguageSwitch } from '../parts/LanguageSwitch.tsx'
import { useTitle } from '../parts/page.ts'
import { useText, useWords } from '../text/index.ts'

interface PairingLink {
  kind: string
  counterId?: string
  hallId: string
  url: string
}

/** A pairing link is good for ten minutes of business time, which a demo day runs through in seconds. */
const LOOK_AGAIN_MS = 4_000

/** Where every face is. On the hub's own machine it also shows the links that pair devices. */
export default function Home() {
  const say = useText(homeText)
  useTitle(say('title'))
  const [links, setLinks] = useState<PairingLink[]>([])
  useEffect(() => {
    const look = async (): Promise<void> => {
      const reply = await ask<PairingLink[]>('/api/pairing-links')
      if (reply.ok && Array.isArray(reply.value)) setLinks(reply.value)
    }
    void look()
    const timer = setInterval(look, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  const halls = [...new Set(links.map(link => link.hallId))]
  return (
    <main className="home">
      <header>
        <h1>{say('welcome')}</h1>
        <LanguageSwitch />
      </header>
      <p>{say('what')}</p>
      <section>
        <h2>{say('faces')}</h2>
        <ul className="home-faces" data-testid="faces">
          {(halls.length > 0 ? halls : [undefined]).map(hallId => (
            <Entry
              key={hallId ?? ''}
              href={hallId === undefined ? '/board' : `/board?hall=${encodeURIComponent(hallId)}`}
              name={hallId === undefined ? say('board') : `${say('board')} · ${hallId}`}
              what={say('boardWhat')}
            />
          ))}
          <Entry href="/counter" name={say('counter')} what={say('counterWhat')} />
          <Entry href="/office" name={say('office')} what={say('officeWhat')} />
          <Entry href="/wall" name={say('wall')} what={say('wallWhat')} />
          <Entry href="/parking" name={say('parking')} what={say('parkingWhat')} />
          <Entry href="/booth" name={say('booth')} what={say('boothWhat')} />
          <Entry href="/books" name={say('books')} what={say('booksWhat')} />
          <Entry href="/policies" name={say('policies')} what={say('policiesWhat')} />
          <Entry href="/admin" name={say('admin')} what={say('adminWhat')} />
          <Entry href="/appointments" name={say('appointments')} what={say('appointmentsWhat')} />
          <Entry href="/kiosk" name={say('kiosk')} what={say('kioskWhat')} />
          <Entry href="/tablet" name={say('tablet')} what={say('tabletWhat')} />
          <Entry href="/account" name={say('account')} what={say('accountWhat')} />
          <Entry href="/phone" name={say('phone')} what={say('phoneWhat')} />
          <Entry href="/book" name={say('book')} what={say('bookWhat')} />
        </ul>
        <p>
          <a className="button main home-log-in" href="/counter" data-testid="log-in-link">
            {say('logIn')}
          </a>
        </p>
      </section>
      {links.length > 0 && <PairingLinks links={links} />}
    </main>
  )
}

function Entry({ href, name, what }: { href: string; name: string; what: string }) {
  return (
    <li>
      <a className="card" href={href}>
        <strong>{name}</strong>
        <span>{what}</span>
      </a>
    </li>
  )
}

function PairingLinks({ links }: { links: PairingLink[] }) {
  const say = useText(homeText)
  const device = useWords(deviceCodes)
  return (
    <section>
      <h2>{say('pairing')}</h2>
      <p>{say('pairingWhat')}</p>
      <ul className="home-links" data-testid="pairing-links">
        {links.map(link => (
          <li key={`${link.hallId} ${link.kind} ${link.counterId ?? ''}`}>
            <a href={link.url} data-testid={`pair-${link.kind}`} data-counter={link.counterId}>
              {device(link.kind)}
              {link.counterId !== undefined && ` · ${say('atCounter', { counter: link.counterId })}`}
            </a>
            <span>{link.hallId}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
