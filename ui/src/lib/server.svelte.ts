// What the status bar says of the server, asked for now and then; also whether it still answers.
import * as api from './api/client.ts';

const EVERY = 15_000;

class Server {
  version = $state('');
  answers = $state<boolean | null>(null);
  runCount = $state<number | null>(null);
  jobsRunning = $state(0);
  evaluateMs = $state<number | null>(null); // of the run on show

  start(): void {
    void this.look();
    setInterval(() => document.visibilityState === 'visible' && void this.look(), EVERY);
  }

  async look(): Promise<void> {
    try {
      const [health, page, jobs] = await Promise.all([api.health(), api.runs('?pageSize=1'), api.jobs()]);
      this.version = health.version;
      this.runCount = page.totalCount;
      this.jobsRunning = jobs.items.filter((j) => j.state === 'running' || j.state === 'queued').length;
      this.answers = true;
    } catch {
      this.answers = false;
    }
  }
}

export const server = new Server();
