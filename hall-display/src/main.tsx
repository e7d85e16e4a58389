import './base.css'
import { type ComponentType, lazy } from 'react'
import { show } from './parts/show.tsx'

/** Each face is a chunk of its own; the phone has a page of its own as well, which is there after fewer round trips. */
const faces: Readonly<Record<string, () => Promise<{ default: ComponentType }>>> = {
  '/': () => import('./home/Home.tsx'),
  '/pair': () => import('./pair/Pair.tsx'),
  '/board': () => import('./board/Board.tsx'),
  '/kiosk': () => import('./kiosk/Kiosk.tsx'),
  '/counter': () => import('./counter/Counter.tsx'),
  '/tablet': () => import('./tablet/Tablet.tsx'),
  '/account': () => import('./account/Account.tsx'),
  '/parking': () => import('./parking/Parking.tsx'),
  '/books': () => import('./books/Books.tsx'),
  '/policies': () => import('./policies/Policies.tsx'),
}

const path = location.pathname.replace(/\/+$/, '') || '/'
const Face = lazy(faces[path] ?? faces['/']!)

show(<Face />)
