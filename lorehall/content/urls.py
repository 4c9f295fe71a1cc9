from __future__ import annotations

from django.urls import path

from lorehall.content.views import complete, files, items, markdown, posts, revisions, tags

app_name = "content"
urlpatterns = [
    path("i/<int:item_id>", items.item, name="item"),
    path("i/<int:item_id>.md", markdown.item, name="item_markdown"),
    path("i/<int:item_id>/follow", items.follow, name="follow"),
    path("i/<int:item_id>/lock", items.lock, name="lock"),
    path("i/<int:item_id>/move", items.move, name="move"),
    path("i/<int:item_id>/tags", items.tags, name="item_tags"),
    path("p/<int:post_id>", posts.post, name="post"),
    path("p/<int:post_id>.md", markdown.post, name="post_markdown"),
    path("p/<int:post_id>/useful", posts.useful, name="useful"),
    path("p/<int:post_id>/edit", posts.edit, name="edit"),
    path("p/<int:post_id>/delete", posts.delete, name="delete"),
    path("p/<int:post_id>/restore", posts.restore, name="restore"),
    path("p/<int:post_id>/revisions", revisions.index, name="revisions"),
    path("p/<int:post_id>/revisions/<int:number>", revisions.one, name="revision"),
    path("c/<slug:slug>/tags", tags.index, name="tags"),
    path("c/<slug:slug>/tags/<str:tag>", tags.tag, name="tag"),
    path("c/<slug:slug>/tags/<str:tag>/keep", tags.keep, name="keep_tag"),
    path("c/<slug:slug>/complete/people", complete.people, name="complete_people"),
    path("c/<slug:slug>/complete/items", complete.items, name="complete_items"),
    path("files/<str:key>/<str:name>", files.serve, name="file"),
    path("settings/files", files.mine, name="files"),
    path("settings/files/<str:key>/delete", files.forget, name="forget_file"),
    path("preview", posts.preview, name="preview"),
]
