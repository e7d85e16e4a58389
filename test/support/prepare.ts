import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Brings what the suite needs and npm cannot: a browser, fonts for Chinese, Redis. On Debian it installs them; elsewhere
 * it says what is missing.
 */
const NEEDED = [
  {
    what: 'Chromium',
    package: 'chromium',
    paths: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  },
  {
    what: '中文字体 CJK fonts',
    package: 'fonts-noto-cjk',
    paths: ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', '/System/Library/Fonts/PingFang.ttc'],
  },
  {
    what: 'Redis',
    package: 'redis-server',
    paths: ['/usr/bin/redis-server', '/opt/homebrew/bin/redis-server', '/usr/local/bin/redis-server'],
  },
] as const

const missing = NEEDED.filter(({ paths }) => !paths.some(path => existsSync(path)))
if (missing.length > 0) {
  const names = missing.map(({ what }) => what).join(', ')
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    console.error(`测试还需要 / The tests also need: ${names}.`)
    console.error(`在 Debian 上 / On Debian: apt-get install ${missing.map(one => one.package).join(' ')}`)
    process.exit(1)
  }
  console.log(`正在安装 / Installing: ${names}`)
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  const update = spawnSync('apt-get', ['update', '-qq'], options)
  const install = spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...missing.map(one => one.package)],
    options,
  )
  if (update.status !== 0 || install.status !== 0) process.exit(1)
}
