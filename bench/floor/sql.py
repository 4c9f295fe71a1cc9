"""The floor's statements, over the product's own tables."""

from __future__ import annotations

READER = """
SELECT p.id, p.name, p.handle, p.hue, m.role FROM people_session s JOIN people_person p ON p.id = s.person_id
LEFT JOIN communities_membership m ON m.person_id = p.id AND m.community_id = 1
WHERE s.session_key = ? AND s.expire_date > CURRENT_TIMESTAMP"""
ROOMS = "SELECT slug, name, access FROM communities_room WHERE community_id = 1 ORDER BY position"
COUNTS = """
SELECT c.kind, sum(c.total), sum(c.open) FROM content_roomcount c JOIN communities_room r ON r.id = c.room_id
WHERE r.community_id = 1 GROUP BY c.kind"""
QUESTION = """
SELECT i.id, i.title, i.slug, i.state, i.created_at, i.replies_count, i.followers_count, p.name, p.handle, c.post_id
FROM content_item i JOIN people_person p ON p.id = i.author_id
LEFT JOIN questions_confirmation c ON c.question_id = i.id AND c.ended_at IS NULL WHERE i.id = ?"""
_POST = """
SELECT o.id, o.number, o.role, o.parent_id, o.html, o.created_at, o.edited_at, o.useful_count, p.name, p.handle, p.hue,
(SELECT confirmed FROM questions_helped h WHERE h.community_id = 1 AND h.person_id = o.author_id)"""
_FROM = " FROM content_post o JOIN people_person p ON p.id = o.author_id"
_FIRST = " WHERE o.item_id = ? AND o.number <= 20 ORDER BY o.number"
POSTS = f"{_POST}, NULL{_FROM}{_FIRST}"
MEMBERS_POSTS = f"{_POST}, u.id{_FROM} LEFT JOIN content_useful u ON u.post_id = o.id AND u.person_id = ?{_FIRST}"
PRACTICE = """
SELECT i.id, i.title, i.slug, i.state, i.created_at, k.level, i.followers_count, p.name, p.handle, p.hue, k.review_on,
k.toc, k.used_count, k.failed_count
FROM content_item i JOIN practice_practice k ON k.item_id = i.id JOIN people_person p ON p.id = k.steward_id
WHERE i.id = ?"""
PRACTICE_POSTS = f"""{_POST}{_FROM} WHERE o.item_id = ? AND o.number <= 20 ORDER BY o.number"""
SOURCES = """
SELECT c.number, c.title, c.post_id, p.name, p.handle, p.hue FROM content_citation c
JOIN content_post o ON o.id = c.post_id JOIN people_person p ON p.id = o.author_id
WHERE c.item_id = ? AND c.gone_at IS NULL ORDER BY c.number"""
TAGS = """
SELECT it.item_id, t.name FROM content_itemtag it JOIN content_tag t ON t.id = it.tag_id
WHERE it.item_id IN ({}) ORDER BY t.slug"""
KNOWERS = """
SELECT p.name, p.handle, p.hue, h.confirmed, t.name FROM questions_helpedon h JOIN people_person p ON p.id = h.person_id
JOIN content_tag t ON t.id = h.tag_id JOIN content_itemtag it ON it.tag_id = t.id
WHERE it.item_id = ? ORDER BY h.confirmed DESC LIMIT 3"""
LINKS = "SELECT i.id, i.title FROM content_itemlink l JOIN content_item i ON i.id = l.to_id WHERE l.item_id = ?"
_ROW = """
SELECT i.id, i.title, i.slug, i.kind, i.state, i.active_at, i.replies_count, p.name,
(SELECT a.name FROM questions_confirmation c JOIN content_post o ON o.id = c.post_id
JOIN people_person a ON a.id = o.author_id WHERE c.question_id = i.id AND c.ended_at IS NULL)
FROM content_item i JOIN people_person p ON p.id = i.author_id"""
_NEWEST = " AND i.deleted_at IS NULL ORDER BY i.active_at DESC, i.id DESC LIMIT"
LIST = f"{_ROW} WHERE i.community_id = 1 AND i.kind = ?{_NEWEST} 20"
TAGGED = f"""{_ROW} JOIN content_itemtag it ON it.item_id = i.id JOIN content_tag t ON t.id = it.tag_id
WHERE t.community_id = 1 AND t.slug = ?{_NEWEST} 20"""
FOUND = f"""{_ROW} JOIN (SELECT o.item_id, w.rank FROM content_post_words w JOIN content_post o ON o.id = w.rowid
WHERE w.content_post_words MATCH ? ORDER BY w.rank LIMIT 20) found ON found.item_id = i.id ORDER BY found.rank"""
NEW = f"{_ROW} WHERE i.community_id = 1{_NEWEST} 8"
WAITING = f"{_ROW} WHERE i.community_id = 1 AND i.kind = 'question' AND i.state = 'open'{_NEWEST} 4"
CHARTER = "SELECT about, agenda FROM communities_charterversion WHERE community_id = 1 ORDER BY number DESC LIMIT 1"
NEWCOMERS = """
SELECT p.name, p.handle, p.hue FROM communities_membership m JOIN people_person p ON p.id = m.person_id
WHERE m.community_id = 1 ORDER BY m.joined_at DESC LIMIT 3"""
PERSON = "SELECT id, name, handle, hue, about, joined_at FROM people_person WHERE handle = ?"
WROTE = f"{_ROW} WHERE i.author_id = ?{_NEWEST} 10"
