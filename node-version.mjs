// Loaded before every entry point. The project runs TypeScript as it is, which Node does from version 24 on.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `需要 Node.js 24 或更新版本，当前是 ${process.versions.node}。请用 npm 命令启动（npm start、npm test），它会带上正确的版本。`,
  )
  console.error(
    `Pingting needs Node.js 24 or newer; this is ${process.versions.node}. Start it through npm (npm start, npm test): the right version comes with npm ci.`,
  )
  process.exit(1)
}
