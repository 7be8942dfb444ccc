// Measures how long this fresh process takes to import what it is told to. Started by the bench of cold imports.

const packages: Readonly<Record<string, () => Promise<unknown>>> = {
  driver: () => import('@perdura/cosmos-driver'),
  ky: () => import('ky'),
  undici: () => import('undici'),
  zod: () => import('zod/mini'),
};

const imports = process.argv.slice(2).map((name) => {
  const load = packages[name];
  if (load === undefined) throw new Error(`There is no "${name}" to be imported.`);
  return load;
});
const cpuBefore = process.cpuUsage();
const startedAtMs = performance.now();
for (const load of imports) await load();
const wallMs = performance.now() - startedAtMs;
const { user, system } = process.cpuUsage(cpuBefore);
console.log(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000 }));
