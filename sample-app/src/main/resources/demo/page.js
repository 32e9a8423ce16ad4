// The page of the demonstration: it shows what the server tells, and tells it what to break.

const byId = (id) => document.getElementById(id);
const figures = new Intl.NumberFormat('en', { useGrouping: true });
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

const STATES = {
  quiet: 'No connection is in use at this moment.',
  busy: 'Connections are in use, and all is well.',
  saturated: 'All connections are in use, and somebody waits for one.',
  stalled: 'Answers stay away. The server is being asked what it is doing.',
  unreachable: 'The last attempt to connect failed. Calls wait for the database to come back.',
  refused: 'The database refuses, for a reason that does not pass by itself.',
  wedged: 'All connections are in use, and none has come back for minutes.'
};
const GOOD_STATES = new Set(['quiet', 'busy']);
const EVENTS = {
  'connect': 'connection not made',
  'connection-lost': 'connection lost',
  'statement': 'statement refused',
  'call': 'call'
};

let seconds = 120;
let ticks = [];
let marks = [];
let controls = { rate: 0, without: false };
let state = null;

function text(id, value) {
  const element = byId(id);
  const words = String(value);
  if (element && element.textContent !== words) {
    element.textContent = words;
  }
}

function cell(words, className) {
  const td = document.createElement('td');
  td.textContent = words ?? '';
  if (className) {
    td.className = className;
  }
  return td;
}

function row(...cells) {
  const tr = document.createElement('tr');
  tr.append(...cells);
  return tr;
}

function announce(words) {
  byId('announcement').textContent = words;
}

function milliseconds(time) {
  if (time == null) {
    return '–';
  }
  return (time < 1000) ? `${time < 10 ? time.toFixed(1) : Math.round(time)} ms` : `${(time / 1000).toFixed(1)} s`;
}

// Charts

const style = getComputedStyle(document.documentElement);
const colour = (name) => style.getPropertyValue(`--${name}`).trim();
const now = () => (ticks.length ? ticks[ticks.length - 1].time : Date.now());
const relative = (time) => (time - now()) / 1000;

// What was done to the database: a line where it began, a shade for as long as it lasted
const markLines = {
  id: 'markLines',
  beforeDatasetsDraw(chart) {
    const { ctx, chartArea: area, scales: { x } } = chart;
    ctx.save();
    for (const mark of marks) {
      const end = Math.min(relative(mark.end ?? now()), 0);
      const begin = relative(mark.begin);
      if (end > -seconds && end - begin > 0.5) {
        const left = x.getPixelForValue(Math.max(begin, -seconds));
        ctx.fillStyle = colour('shade');
        ctx.fillRect(left, area.top, x.getPixelForValue(end) - left, area.bottom - area.top);
      }
    }
    ctx.restore();
  },
  afterDatasetsDraw(chart) {
    const { ctx, chartArea: area, scales: { x } } = chart;
    ctx.save();
    ctx.font = '600 11px system-ui, sans-serif';
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    for (const mark of marks) {
      const begin = relative(mark.begin);
      if (begin < -seconds || begin > 0) {
        continue;
      }
      const left = x.getPixelForValue(begin);
      ctx.strokeStyle = ctx.fillStyle = colour('text');
      ctx.lineWidth = 1;
      ctx.setLineDash([3, 3]);
      ctx.beginPath();
      ctx.moveTo(left, area.top - 4);
      ctx.lineTo(left, area.bottom);
      ctx.stroke();
      const width = Math.max(16, ctx.measureText(mark.id).width + 8);
      ctx.beginPath();
      ctx.roundRect(left - width / 2, area.top - 18, width, 15, 7);
      ctx.fill();
      ctx.fillStyle = colour('card');
      ctx.fillText(mark.id, left, area.top - 10);
    }
    ctx.restore();
  }
};

function line(name, options) {
  return {
    type: 'line', borderColor: colour(name), backgroundColor: colour(name), borderWidth: 2, pointRadius: 0,
    stepped: false, data: [], parsing: false, normalized: true, order: 1, ...options
  };
}

function bars(name, options) {
  return {
    type: 'bar', backgroundColor: colour(name), borderWidth: 0, data: [], parsing: false, normalized: true,
    barThickness: 6, minBarLength: 12, grouped: false, order: 2, ...options
  };
}

function chart(id, y, datasets) {
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
  return new Chart(byId(id), {
    data: { datasets },
    plugins: [markLines],
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, events: [],
      layout: { padding: { top: 20, right: 6 } },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
      scales: {
        x: {
          type: 'linear', min: -seconds, max: 0, offset: false, grid: { display: false, offset: false }, border: { color: colour('line') },
          ticks: {
            stepSize: 30, color: colour('muted'), font, maxRotation: 0,
            callback: (value) => (value === 0 ? 'now' : `${value} s`)
          }
        },
        y: {
          grid: { color: colour('line') }, border: { display: false }, afterFit: (scale) => { scale.width = 56; },
          ...y, ticks: { color: colour('muted'), font, maxTicksLimit: 6, ...y.ticks }
        }
      }
    }
  });
}

let charts = [];

function drawCharts() {
  charts.forEach(({ drawn }) => drawn.destroy());
  charts = [
    {
      drawn: chart('chart-calls', { suggestedMin: -5, suggestedMax: 10, ticks: { callback: (value) => Math.abs(value) } }, [
        line('with'), bars('recovered'), bars('with', { stack: 'below' }), bars('unknown', { order: 1 }),
        line('without', { borderDash: [6, 3] }), bars('without', { order: 0 })
      ]),
      values: [
        (tick) => tick.with.succeeded, (tick) => tick.with.recovered || null, (tick) => -tick.with.failed || null,
        (tick) => -tick.with.unknown || null, (tick) => tick.without?.succeeded, (tick) => -tick.without?.failed || null
      ]
    },
    {
      drawn: chart('chart-latency', {
        type: 'logarithmic', min: 1, max: 30000,
        afterBuildTicks: (axis) => { axis.ticks = [1, 10, 100, 1000, 10000].map((value) => ({ value })); },
        ticks: { callback: (value) => (value < 1000 ? `${value} ms` : `${value / 1000} s`) }
      }, [line('with'), line('without', { borderDash: [6, 3] })]),
      values: [(tick) => tick.with.slowest && Math.max(1, tick.with.slowest),
        (tick) => tick.without?.slowest && Math.max(1, tick.without.slowest)]
    },
    {
      drawn: chart('chart-pool', { min: 0, suggestedMax: 10, ticks: { precision: 0 } }, [
        line('with', { stack: 'with', fill: true, borderWidth: 0, order: 3 }),
        line('idle', { fill: '-1', borderWidth: 0, order: 4 }),
        line('unknown'), line('without'), line('without', { borderDash: [3, 3] })
      ]),
      values: [(tick) => tick.with.active, (tick) => (tick.with.idle == null ? null : tick.with.active + tick.with.idle),
        (tick) => tick.with.waiting, (tick) => tick.without?.active, (tick) => tick.without?.waiting]
    },
    {
      drawn: chart('chart-database', { min: 0, max: 1, ticks: { display: false }, grid: { display: false } }, [
        ...['awake', 'asleep', 'without'].map((name) => line(name, { stepped: 'before', fill: 'origin', borderWidth: 0 }))
      ]),
      values: ['awake', 'asleep', 'away'].map((name) => (tick) => (tick.database === name ? 1 : 0))
    }
  ];
  updateCharts();
}

function updateCharts() {
  if (document.hidden) {
    return;
  }
  for (const { drawn, values } of charts) {
    values.forEach((value, index) => {
      drawn.data.datasets[index].data = ticks.map((tick) => ({ x: relative(tick.time), y: value(tick) ?? NaN }));
    });
    drawn.update('none');
  }
}

// Words and figures

function showSide(name, side) {
  for (const key of ['succeeded', 'recovered', 'failed', 'unknown']) {
    text(`${name}-${key}`, figures.format(side.totals[key]));
    text(`now-${name}-${key}`, figures.format(side[key]));
  }
  for (const [key, value] of Object.entries(side.integrity)) {
    text(`${name}-${key}`, figures.format(value));
  }
  text(`${name}-failed-calls`, side.totals.failed === 1 ? 'failed call' : 'failed calls');
  text(`${name}-slowest`, milliseconds(side.slowest));
  text(`${name}-hanging`, side.hanging);
  byId(`${name}-integrity`).classList.toggle('bad', side.integrity.missing + side.integrity.doubled > 0);
}

function showTick(tick) {
  showSide('with', tick.with);
  text('now-active', tick.with.active ?? '–');
  text('now-idle', tick.with.idle ?? '–');
  text('now-waiting', tick.with.waiting ?? '–');
  text('now-database', tick.database);
  if (tick.without) {
    showSide('without', tick.without);
  }
  byId('chart-calls').setAttribute('aria-label', `Calls per second: ${tick.with.succeeded} succeeded, ${tick.with.failed} failed`
    + (tick.without ? `; without pgsteady ${tick.without.succeeded} succeeded, ${tick.without.failed} failed` : ''));
  byId('chart-latency').setAttribute('aria-label', `Slowest call: ${milliseconds(tick.with.slowest)}`);
  byId('chart-pool').setAttribute('aria-label', `Pool: ${tick.with.active} active, ${tick.with.idle} idle, ${tick.with.waiting} waiting`);
  byId('chart-database').setAttribute('aria-label', `The database is ${tick.database}`);
}

function showMarks() {
  const visible = marks.filter((mark) => relative(mark.begin) > -seconds).reverse();
  byId('marks').replaceChildren(...visible.map((mark) => {
    const item = document.createElement('li');
    const number = document.createElement('b');
    number.textContent = mark.id;
    const time = document.createElement('span');
    time.textContent = clock.format(mark.begin);
    item.append(number, `${mark.label} `, time);
    return item;
  }));
  const underWay = new Set(marks.filter((mark) => mark.end == null).map((mark) => mark.trouble));
  for (const button of document.querySelectorAll('#troubles button')) {
    button.setAttribute('aria-disabled', String(underWay.has(button.value)));
  }
}

function showControls() {
  const rate = byId('rate');
  if (document.activeElement !== rate || Number(rate.value) === controls.rate) {
    rate.value = controls.rate;
    text('rate-value', controls.rate);
  }
  byId('without').checked = controls.without;
  byId('side-without').hidden = !controls.without;
  document.body.classList.toggle('comparing', controls.without);
}

function showSteady(description) {
  const pool = description.pool;
  const name = pool ? pool.state : 'not started';
  const pill = byId('pool-state');
  if (state !== name) {
    pill.textContent = name;
    pill.className = `pill ${GOOD_STATES.has(name) ? 'good' : 'bad'}`;
    text('pool-words', STATES[name] ?? 'The pool has made no connection yet.');
    if (state !== null && GOOD_STATES.has(state) !== GOOD_STATES.has(name)) {
      announce(`pgsteady says ${name}: ${STATES[name] ?? ''}`);
    }
    state = name;
  }
  text('reason', reason(description));
  byId('findings').replaceChildren(...description.findings.map((finding) => {
    const item = document.createElement('li');
    item.textContent = `${finding.what}. ${finding.why}. ${finding.remedy}`;
    return item;
  }));
  const failures = description.failures.slice(0, 12).map((failure) => row(
    cell(clock.format(new Date(failure.last)), 'nowrap'),
    cell(failure.call ? `${EVENTS[failure.event]} ${failure.call.split('.').slice(-2).join('.')}` : EVENTS[failure.event] ?? failure.event),
    cell(failure.failureClass + (failure.sqlState ? ` (${failure.sqlState})` : ''), 'nowrap'),
    cell(failure.phase, 'nowrap'), cell(failure.decision, 'nowrap'), cell(figures.format(failure.count), 'number')));
  if (failures.length === 0) {
    const nothing = cell('Nothing yet.', 'muted');
    nothing.colSpan = 6;
    failures.push(row(nothing));
  }
  byId('failures').replaceChildren(...failures);
}

function reason(description) {
  const provider = description.provider;
  const tuned = `Tuned for ${provider.name} (${description.endpoint.kind}${provider.maySleep ? ', may sleep' : ''}): ${provider.detectedBy}.`;
  const last = description.failures[0];
  if (!last) {
    return tuned;
  }
  const where = last.phase ? `, ${last.phase}` : '';
  const decision = last.decision ? `: ${last.decision}` : '';
  return `${tuned} Last trouble at ${clock.format(new Date(last.last))}: ${last.failureClass}${where}${decision}.`;
}

function showSettings(settings) {
  byId('settings').replaceChildren(...Object.entries(settings).map(([name, setting]) => {
    const why = cell(setting.reason);
    if (setting.source) {
      const source = document.createElement('span');
      source.className = 'source';
      source.textContent = ` (${setting.source}${setting.confirmed === false ? '; not confirmed' : ''})`;
      why.append(source);
    }
    return row(cell(name, 'nowrap'), cell(setting.value, 'nowrap'), cell(setting.origin, 'nowrap'), why);
  }));
}

function showButtons(welcome) {
  byId('break').hidden = false;
  byId('troubles').replaceChildren(...welcome.troubles.map((trouble) => {
    const button = document.createElement('button');
    button.id = `trouble-${trouble.id}`;
    button.type = 'button';
    button.value = trouble.id;
    button.textContent = trouble.label;
    button.title = trouble.explanation;
    button.addEventListener('click', () => cause(button, trouble));
    for (const event of ['focus', 'mouseenter']) {
      button.addEventListener(event, () => text('trouble-hint', `${trouble.explanation}.`));
    }
    return button;
  }));
  if (!welcome.simulated) {
    text('controls-title', 'A database of yours');
    text('trouble-hint', 'It is no simulation, so this page breaks nothing. Without DATABASE_URL there is one to break.');
  }
}

// What the page asks for

async function post(path, parameters = {}) {
  const response = await fetch(path, {
    method: 'POST', headers: { 'X-Demo-Page': 'true' }, body: new URLSearchParams(parameters)
  });
  if (!response.ok && response.status !== 409) {
    throw new Error(`${path}: ${response.status}`);
  }
}

async function cause(button, trouble) {
  if (button.getAttribute('aria-disabled') === 'true') {
    return;
  }
  button.setAttribute('aria-disabled', 'true');
  announce(`${trouble.label}: ${trouble.explanation}`);
  text('trouble-hint', `${trouble.explanation}.`);
  try {
    await post(`/demo/api/troubles/${trouble.id}`);
  }
  catch (error) {
    button.setAttribute('aria-disabled', 'false');
    text('trouble-hint', `That did not work. ${error.message}`);
  }
}

function change(changes) {
  controls = { ...controls, ...changes };
  post('/demo/api/controls', controls).catch((error) => text('trouble-hint', `That did not work. ${error.message}`));
}

byId('rate').addEventListener('input', (event) => text('rate-value', event.target.value));
byId('rate').addEventListener('change', (event) => change({ rate: Number(event.target.value) }));
byId('without').addEventListener('change', (event) => {
  change({ without: event.target.checked });
  showControls();
});
document.addEventListener('visibilitychange', updateCharts);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawCharts);

// What the server tells

function setConnected(connected) {
  const pill = byId('connection');
  pill.className = `pill ${connected ? 'good' : 'bad'}`;
  text('connection', connected ? 'Live' : 'Server gone');
  byId('gone').hidden = connected;
  document.body.classList.toggle('gone', !connected);
}

const told = {
  welcome(welcome) {
    setConnected(true);
    ({ seconds, ticks, marks, controls } = welcome);
    text('database', welcome.database);
    byId('rate').max = welcome.maxRate;
    showButtons(welcome);
    showControls();
    showMarks();
    drawCharts();
  },
  tick(tick) {
    ticks.push(tick);
    ticks = ticks.filter((one) => one.time > tick.time - seconds * 1000);
    showTick(tick);
    updateCharts();
  },
  marks(latest) {
    const over = latest.filter((mark) => mark.end != null && marks.some((one) => one.id === mark.id && one.end == null));
    over.forEach((mark) => announce(`Over: ${mark.label}`));
    marks = latest;
    showMarks();
  },
  controls(latest) {
    controls = latest;
    showControls();
  },
  steady: showSteady,
  settings: showSettings
};

function listen() {
  const source = new EventSource('/demo/api/events');
  for (const [name, show] of Object.entries(told)) {
    source.addEventListener(name, (event) => show(JSON.parse(event.data)));
  }
  source.addEventListener('error', () => {
    setConnected(false);
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(listen, 1000);
    }
  });
}

listen();
