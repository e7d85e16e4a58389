import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PartFailed } from './processes.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The faces are built on the first start; `npm run build` builds them again after a change. */
export function buildFaces(): void {
  if (existsSync(join(ROOT, 'hall-display', 'dist', 'index.html'))) return
  console.log('正在构建各屏界面… / Building the faces…')
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const built = spawnSync(process.execPath, [vite, 'build', 'hall-display', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  if (built.status !== 0) throw new PartFailed('界面构建失败 / The faces could not be built.')
}
